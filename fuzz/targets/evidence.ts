/** Evidence records beside seal signatures, and the validation data in time stamps. */
import { createZlib } from '../../src/adapters/platform/zlib.ts';
import { der } from '../../src/asn1/index.ts';
import { concatBytes, utf8 } from '../../src/base/bytes.ts';
import { equipped, verifyDocument, type DocumentVerification } from '../../src/documents/verify.ts';
import {
  addValidationValues,
  archiveTimeStamp,
  encodeEvidenceRecord,
  evidenceRecordOf,
  judgeEvidenceRecord,
  parseEvidenceRecord,
  prepareTrust,
  renewedContent,
  validationValuesOf,
  withChain,
} from '../../src/pki/index.ts';
import type { VerificationReport } from '../../src/report/index.ts';
import { makeOcspResponse } from '../../test/support/ocsp.ts';
import { crypto, day, makeRevocationList, trustIn } from '../../test/support/pki.ts';
import { LENIENT, makeSealOf, stamp } from '../../test/support/ses.ts';
import { makeToken } from '../../test/support/time-stamp.ts';
import { attempt } from '../attempt.ts';
import { genuine } from '../genuine.ts';
import type { Target } from '../target.ts';
import type { World } from '../world.ts';

const ENGINE = { crypto, zlib: createZlib() };
const NOTHING = { certificates: [], revocationLists: [], ocspResponses: [] };

const evidenceRecord: Target = {
  name: 'evidence-record',
  form: 'der',
  covers: [
    'pki/ers/record.ts#parseEvidenceRecord',
    'pki/ers/judge.ts#judgeEvidenceRecord',
    'pki/ers/covered.ts#coverageOf',
    'pki/ers/covered.ts#renewedContent',
    'documents/verify.ts#equipped',
  ],
  open(world) {
    const { seals, authority } = world;
    const file = stamp(makeSealOf(seals), seals.signer);
    const trust = prepareTrust({ ...seals.material, ...trustIn({ anchors: [seals.root, authority.root] }) }, crypto);
    const question: DocumentVerification = { trust, policy: LENIENT, at: day(20), proofOfExistence: null };
    const judge = (input: Uint8Array): VerificationReport =>
      verifyDocument(ENGINE, file, equipped(ENGINE, { ...question, evidenceRecord: input }));
    const seeds = recordsOf(world, file);
    const proven = genuine(['null', ...seeds.map((seed) => existenceOf(judge(seed))), ...[12, 13].map(proofAt)].map(utf8));
    return {
      seeds,
      run(input) {
        const record = parseEvidenceRecord(input);
        const { fault } = judgeEvidenceRecord({ record, data: file, at: day(20) }, { trust, crypto, policy: LENIENT });
        proven.demand(utf8(existenceOf(judge(input))), 'a time by an evidence record');
        return fault === null;
      },
    };
  },
};

const values: Target = {
  name: 'validation-values',
  form: 'der',
  covers: ['pki/cms/validation-values.ts#validationValuesOf', 'pki/cms/validation-values.ts#addValidationValues'],
  open: (world) => ({
    seeds: [tokenOf(world, Uint8Array.of(1), 12), makeToken(world.authority.authority, Uint8Array.of(1), day(12))],
    run(input) {
      validationValuesOf(input);
      attempt(() => addValidationValues(input, NOTHING));
      return true;
    },
  }),
};

export const EVIDENCE_TARGETS: readonly Target[] = [evidenceRecord, values];

/** A token with chains and their status. */
function tokenOf({ seals, authority: { authority } }: World, content: Uint8Array, at: number): Uint8Array {
  return addValidationValues(makeToken(authority, content, day(at)), {
    certificates: [seals.root, seals.signersCa, seals.makersCa].map(({ certificate }) => certificate.raw),
    revocationLists: [makeRevocationList(seals.root).raw],
    ocspResponses: [makeOcspResponse(seals.signersCa, seals.signer).raw],
  });
}

function recordsOf(world: World, file: Uint8Array): readonly Uint8Array[] {
  const first = tokenOf(world, file, 12);
  const second = tokenOf(world, first, 13);
  const plain = [[first], [first, second], [first, second, tokenOf(world, second, 14)], [tokenOf(world, Uint8Array.of(0), 12)]];
  const record = evidenceRecordOf([first, second], 'sm3');
  const renewed = renewedContent({ record, data: file, crypto }, { chain: 1, digest: 'sm3' });
  const own = crypto.digest('sm3', file);
  const others = [Uint8Array.of(1), Uint8Array.of(2)].map((other) => crypto.digest('sm3', other));
  const values = [own, ...others].sort((left, right) => Buffer.compare(left, right));
  const tree = der.implicitConstructed(2, der.sequence(...values.map(der.octetString)));
  const inTree = { ...archiveTimeStamp(tokenOf(world, concatBytes(...values), 12)), before: tree };
  return [
    ...plain.map((timeStamps) => evidenceRecordOf(timeStamps, 'sm3')),
    withChain(record, tokenOf(world, renewed, 14), 'sm3'),
    { ...record, chains: [[inTree]] },
  ].map(encodeEvidenceRecord);
}

const proofAt = (days: number): string => JSON.stringify({ by: 'evidence-record', time: new Date(day(days)).toISOString() });

function existenceOf({ signatures }: VerificationReport): string {
  const time = signatures[0]?.checks.find(({ id }) => id === 'signing-time');
  const { existence = null } = (time?.evidence ?? {}) as { readonly existence?: unknown };
  return JSON.stringify(existence);
}
