/** PDF: read to the last object, verified, inspected, stamped. */
import { inspectPdf } from '../../src/cli/inspection/pdf.ts';
import {
  finishEvidence,
  locateStamp,
  prepareCmsSigning,
  prepareEvidence,
  prepareFilling,
  preparePreview,
  prepareStamp,
  recognise,
  verifyDocument,
  verifyWithDiagnostic,
  type DocumentVerification,
} from '../../src/documents/index.ts';
import { requirePdf } from '../../src/documents/recognise.ts';
import { addSecurityStore, openPdf, type PdfDocument } from '../../src/pdf/index.ts';
import { createVerificationCache, prepareTrust } from '../../src/pki/index.ts';
import type { VerificationReport } from '../../src/report/index.ts';
import { crypto, day } from '../../test/support/pki.ts';
import { SIGNING_TIME } from '../../test/support/sealed-licence.ts';
import { LENIENT } from '../../test/support/ses.ts';
import { zlib } from '../../test/support/sealing.ts';
import { attempt } from '../attempt.ts';
import { FalseAcceptance, type Target } from '../target.ts';
import { beginsWith, plainFiles, signedFiles, signedParts, type Signed } from './pdf-files.ts';

const REMEMBERED = 256;
/** Streams of one file that are decoded. */
const MOST_STREAMS = 200;

const reading: Target = {
  name: 'pdf-reading',
  form: 'pdf',
  covers: [
    'pdf/reader/document.ts#openPdf',
    'pdf/reader/revisions.ts#readRevisions',
    'pdf/reader/section.ts#readSection',
    'pdf/reader/object-stream.ts#openObjectStream',
    'pdf/reader/filters/decode.ts#decodeStream',
    'pdf/syntax/object.ts#readObject',
    'pdf/syntax/indirect.ts#readIndirectObject',
    'pdf/syntax/indirect.ts#takeObjectHeader',
    'pdf/syntax/indirect.ts#afterEndOfLine',
    'pdf/syntax/string.ts#readLiteral',
    'pdf/syntax/string.ts#readString',
    'pdf/syntax/hex-string.ts#readHexString',
    'pdf/syntax/string.ts#readName',
    'pdf/syntax/characters.ts#takeKeyword',
    'pdf/syntax/characters.ts#takeUnsigned',
    'pdf/syntax/characters.ts#skipWhiteSpace',
    'pdf/syntax/characters.ts#peek',
    'pdf/syntax/characters.ts#findText',
    'pdf/syntax/characters.ts#textAt',
  ],
  open: (world) => ({
    seeds: [...plainFiles(world), ...signedFiles(world)],
    run(input) {
      const document = openPdf(input, { zlib });
      attempt(() => document.pages());
      for (const { index } of document.revisions) readAll(document, index);
      return true;
    },
  }),
};

function readAll(document: PdfDocument, revision: number): void {
  let streams = 0;
  for (const [number, entry] of document.revisions[revision]?.entries ?? []) {
    const generation = entry.kind === 'offset' ? entry.generation : 0;
    const object = attempt(() => document.resolve({ kind: 'reference', number, generation }, revision));
    if (object?.kind === 'stream' && streams++ < MOST_STREAMS) attempt(() => document.decode(object, revision));
  }
}

const verification: Target = {
  name: 'pdf-verification',
  form: 'pdf',
  covers: [
    'pdf/verify/verify.ts#verifyPdf',
    'documents/verify.ts#verifyDocument',
    'documents/recognise.ts#recognise',
    'documents/digest.ts#documentDigest',
    'pdf/verify/payload.ts#verifyPayload',
    'pdf/verify/cms.ts#verifyCms',
    'pdf/verify/cms.ts#verifyDocumentTimeStamp',
    'pdf/verify/changes/bytes.ts#firstStray',
  ],
  open(world) {
    const trust = prepareTrust(world.seals.material, crypto);
    const seeds = [...signedFiles(world), ...world.samples('pdf/signed'), ...world.samples('pdf/attack')];
    const settings = { trust, policy: LENIENT, at: day(20), proofOfExistence: null, cache: createVerificationCache(REMEMBERED) };
    return { seeds, run: verifier(seeds, settings, 'any') };
  },
};

const licence: Target = {
  name: 'licence-verification',
  form: 'pdf',
  covers: ['documents/diagnostic/collect.ts#verifyWithDiagnostic'],
  async open(world) {
    const bench = await world.bench();
    const seeds = [await bench.issue(1), await bench.issue(2)];
    const policy = { revocation: 'if-known', acceptDemonstration: true } as const;
    const cache = createVerificationCache(REMEMBERED);
    const settings = { trust: bench.trust, policy, at: SIGNING_TIME + 60_000, proofOfExistence: null, cache };
    verifyWithDiagnostic(bench.engine, seeds[0] ?? new Uint8Array(), settings);
    return { seeds, run: verifier(seeds, settings, 'same') };
  },
};

/**
 * Verifies; whatever is said to be intact must begin as one of the seeds does. Of a signature value, what is not signed may differ: the
 * certificates and the time stamp beside it. Where there is nothing of that, what passes must be the `same` to the last digit.
 */
function verifier(
  seeds: readonly Uint8Array[],
  settings: DocumentVerification,
  whenPassed: 'same' | 'any',
): (input: Uint8Array) => boolean {
  const signed = seeds.flatMap(signedParts);
  return (input) => {
    recognise(input);
    const report = verifyDocument({ crypto, zlib }, input, settings);
    if (report.conclusion === 'passed') demandNothingAdded(input, seeds);
    demandGenuine(report, input, { signed, gap: report.conclusion === 'passed' ? whenPassed : 'any' });
    return report.conclusion === 'passed';
  };
}

/** What passes ends where a seed ends, but for the end of a line: whatever was added, nobody added it. */
function demandNothingAdded(input: Uint8Array, seeds: readonly Uint8Array[]): void {
  const tail = (length: number): string => Buffer.from(input.subarray(length)).toString('latin1');
  const known = seeds.some(({ length }) => length <= input.length && /^[\r\n]{0,2}$/.test(tail(length)));
  if (!known) throw new FalseAcceptance('a file passes with an update that nobody made');
}

function demandGenuine(
  { conclusion, signatures }: VerificationReport,
  input: Uint8Array,
  { signed, gap }: { readonly signed: readonly Signed[]; readonly gap: 'same' | 'any' },
): void {
  for (const { intact, signedDocument, index } of signatures) {
    if (intact !== true || signedDocument === null) continue;
    const known = signed.some((part) => part.end === signedDocument.size && beginsWith(input, part, { gap }));
    if (!known) throw new FalseAcceptance(`signature ${index} is intact (${conclusion}) over bytes that nobody signed`);
  }
}

const inspection: Target = {
  name: 'pdf-inspection',
  form: 'pdf',
  covers: ['cli/inspection/pdf.ts#inspectPdf'],
  open(world) {
    return {
      seeds: [...signedFiles(world), ...world.samples('pdf/signed')],
      run: (input) => inspectPdf(input, { crypto, zlib }).pictures.length > 0,
    };
  },
};

const stamping: Target = {
  name: 'pdf-stamping',
  form: 'pdf',
  covers: [
    'documents/stamp.ts#prepareStamp',
    'documents/locate.ts#locateStamp',
    'documents/preview.ts#preparePreview',
    'pdf/text/find.ts#findText',
    'pdf/text/predefined.ts#codesOf',
    'documents/recognise.ts#requirePdf',
    'pdf/sign/stamp.ts#prepareStamp',
    'documents/fill.ts#prepareFilling',
    'pdf/sign/fill.ts#prepareFill',
    'documents/cms-signing.ts#prepareCmsSigning',
    'pdf/sign/cms.ts#prepareCmsSignature',
  ],
  async open(world) {
    const { engine, seal } = await world.bench();
    const signer = { certificate: world.chain.signer.certificate.raw, chain: [] };
    return {
      seeds: [...plainFiles(world), ...signedFiles(world)],
      run(input) {
        requirePdf(input);
        const place = { page: 1, x: 50, y: 50 };
        const common = { document: input, seal, signingTime: SIGNING_TIME, unique: 'x' };
        attempt(() => locateStamp(engine, { document: input, seal, place: { keyword: 'te', occurrence: 1, dx: 0, dy: 0 } }));
        const offset = { dx: 0, dy: 0 };
        for (const place of [
          { field: 'Signature1', ...offset },
          { bookmark: 'Page 1', ...offset },
          { destination: 'a', ...offset },
        ])
          attempt(() => locateStamp(engine, { document: input, seal, place }));
        const straddling = { edge: 'right', pages: 'all', group: 2 } as const;
        const strips = attempt(() => locateStamp(engine, { document: input, seal, place: straddling }));
        if (strips) attempt(() => prepareStamp(engine, { ...common, ...strips }));
        // What paints them is fuzzed by the target `preview`, in its thread.
        attempt(() => preparePreview(engine, { document: input, seal, place: straddling, show: 'all' }, 3));
        attempt(() => prepareFilling(engine, { ...common, fieldName: 'Signature1' }));
        attempt(() => prepareCmsSigning(engine, { ...common, profile: 'gm', signer }));
        const fields = strips && [{ fieldName: 'Strips', ...strips, seal, locks: true }];
        if (fields) attempt(() => prepareCmsSigning(engine, { ...common, profile: 'gm', signer, certify: 'signing', fields }));
        const { draft } = prepareStamp(engine, { document: input, place, seal, signingTime: SIGNING_TIME, unique: 'x' });
        openPdf(draft.bytes, { zlib }).pages();
        return true;
      },
    };
  },
};

const evidence: Target = {
  name: 'pdf-evidence',
  form: 'pdf',
  covers: [
    'documents/evidence.ts#prepareEvidence',
    'documents/evidence.ts#finishEvidence',
    'pdf/sign/evidence.ts#addSecurityStore',
    'pdf/sign/finish.ts#finishSeal',
  ],
  open(world) {
    const certificates = [world.chain.ca.certificate.raw];
    return {
      seeds: [...signedFiles(world), ...plainFiles(world)],
      run(input) {
        const data = { certificates, revocationLists: [], ocspResponses: [] };
        attempt(() => addSecurityStore(openPdf(input, { zlib }), data, { revisionId: new Uint8Array(16), zlib }));
        const prepared = prepareEvidence({ crypto, zlib }, { document: input, data, timeStampSize: 100, unique: 'x' });
        openPdf(finishEvidence(prepared, Uint8Array.of(0x30, 0)).bytes, { zlib }).pages();
        return true;
      },
    };
  },
};

export const PDF_TARGETS: readonly Target[] = [reading, verification, licence, inspection, stamping, evidence];
