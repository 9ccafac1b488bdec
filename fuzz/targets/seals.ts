/** Seals and seal signatures of every version, alone and as files. */
import { createZlib } from '../../src/adapters/platform/zlib.ts';
import { refusalReason } from '../../src/adapters/custody/policy.ts';
import { embeddedCertificateFacts } from '../../src/cli/inspection/certificate.ts';
import { fileFacts, inspectBytes } from '../../src/cli/inspection/inspect.ts';
import { verifyDocument } from '../../src/documents/index.ts';
import { createVerificationCache, prepareTrust } from '../../src/pki/index.ts';
import {
  isSignerInSeal,
  parseSeal,
  parseSealInfo,
  parseSesSignature,
  parseTbsSign,
  verifySeal,
  verifySesSignature,
} from '../../src/ses/index.ts';
import { KEY_PURPOSES } from '../../src/services/pki/index.ts';
import { readTimeText } from '../../src/ses/signature/time.ts';
import { crypto, day } from '../../test/support/pki.ts';
import { DATA_HASH, LENIENT, makeSealOf, SIGNED_AT, stamp } from '../../test/support/ses.ts';
import { assembleSesSignature, tbsSign } from '../../src/ses/index.ts';
import { makeToken } from '../../test/support/time-stamp.ts';
import { attempt } from '../attempt.ts';
import { genuine } from '../genuine.ts';
import type { Target } from '../target.ts';
import type { World } from '../world.ts';
import { oldSignature, sealOfVersion } from './old-seals.ts';

/** Signatures remembered as right, so that only what was changed is verified anew. */
const REMEMBERED = 64;

const seal: Target = {
  name: 'seal',
  form: 'der',
  covers: ['ses/seal/parse.ts#parseSeal', 'ses/context.ts#readEmbeddedCertificate', 'ses/context.ts#verifyValue'],
  open(world) {
    const trust = prepareTrust(world.seals.material, crypto);
    const cache = createVerificationCache(REMEMBERED);
    const seals = [sealOfVersion(1, world), makeSealOf(world.seals), sealOfVersion(5, world)];
    const signed = genuine(seals.map((made) => parseSeal(made).signedBytes));
    return {
      seeds: [...seals, ...world.samples('seal').slice(1)],
      run(input) {
        const parsed = parseSeal(input);
        isSignerInSeal(parsed, world.seals.signer.certificate.raw, crypto);
        const { checks } = verifySeal({ seal: parsed, trust, crypto, cache, policy: LENIENT, at: day(20) });
        const right = checks.every(({ outcome }) => outcome === 'passed');
        if (right) signed.demand(parsed.signedBytes, 'a seal');
        return right;
      },
    };
  },
};

const signature: Target = {
  name: 'seal-signature',
  form: 'der',
  covers: [
    'ses/signature/parse.ts#parseSesSignature',
    'ses/signature/verify.ts#verifySesSignature',
    'ses/signature/verify.ts#isSignerInSeal',
  ],
  open(world) {
    const trust = prepareTrust(world.seals.material, crypto);
    const cache = createVerificationCache(REMEMBERED);
    const made = signaturesOf(world);
    const signed = genuine(made.map((bytes) => parseSesSignature(bytes).tbs));
    return {
      seeds: [...made, ...world.samples('seal').slice(0, 1)],
      run(input) {
        const parsed = parseSesSignature(input);
        const verdict = verifySesSignature({
          signature: parsed,
          dataHash: DATA_HASH,
          trust,
          crypto,
          cache,
          policy: LENIENT,
          at: day(20),
        });
        const passed = verdict.checks.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id);
        const right = passed.includes('signature-value') && passed.includes('signer-chain');
        if (right) signed.demand(parsed.tbs, 'a seal signature');
        return right;
      },
    };
  },
};

/** A seal or a seal signature as a file that somebody uploads or inspects. */
const bare: Target = {
  name: 'seal-file',
  form: 'der',
  covers: [
    'documents/verify-seal.ts#verifyBareSeal',
    'cli/inspection/inspect.ts#inspectBytes',
    'cli/inspection/inspect.ts#fileFacts',
    'cli/inspection/certificate.ts#embeddedCertificateFacts',
  ],
  open(world) {
    const zlib = createZlib();
    const trust = prepareTrust(world.seals.material, crypto);
    const made = [...signaturesOf(world), sealOfVersion(1, world), makeSealOf(world.seals), sealOfVersion(5, world)];
    const tools = { crypto, zlib };
    return {
      seeds: [...made, world.chain.signer.certificate.raw, ...world.samples('seal')],
      run(input) {
        const settings = { trust, policy: LENIENT, at: day(20), proofOfExistence: null } as const;
        fileFacts(input, crypto);
        attempt(() => embeddedCertificateFacts(input, crypto));
        attempt(() => inspectBytes(input, tools));
        return verifyDocument(tools, input, settings).conclusion === 'passed';
      },
    };
  },
};

/** What custody is asked to sign. */
const toBeSigned: Target = {
  name: 'to-be-signed',
  form: 'der',
  covers: ['ses/seal/parse.ts#parseSealInfo', 'ses/signature/parse.ts#parseTbsSign', 'adapters/custody/policy.ts#refusalReason'],
  open(world) {
    const { signer, maker, signersCa } = world.seals;
    const made = parseSeal(makeSealOf(world.seals));
    const tbs = tbsSign({ seal: made.raw, time: SIGNED_AT, dataHash: DATA_HASH, propertyInfo: 'x' });
    const keys = [signer, maker, signersCa].map(({ certificate }) => ({ certificate, publicKey: certificate.publicKey.raw }));
    return {
      seeds: [tbs, made.signedBytes, signer.certificate.tbs, ...world.seals.material.revocationLists.map((list) => list.tbs)],
      run(input) {
        const admitted = keys.flatMap((key) =>
          KEY_PURPOSES.filter((purpose) => refusalReason({ ...key, purpose, tbs: input, content: input, crypto }) === null),
        );
        if (admitted.length === 0) {
          attempt(() => parseSealInfo(input));
          parseTbsSign(input);
        }
        return admitted.length > 0;
      },
    };
  },
};

const timeText: Target = {
  name: 'time-text',
  form: 'text',
  covers: ['ses/signature/time.ts#readTimeText'],
  open: () => ({
    seeds: ['20260111000000Z', '2026-01-11 08:00:00', '20260111080000', '260111000000Z', '2026/1/11 8:00'].map((text) =>
      Buffer.from(text),
    ),
    run(input) {
      readTimeText(input);
      return true;
    },
  }),
};

export const SEAL_TARGETS: readonly Target[] = [seal, signature, bare, toBeSigned, timeText];

function signaturesOf(world: World): readonly Uint8Array[] {
  const { seals, authority } = world;
  const stamped = [makeSealOf(seals), sealOfVersion(5, world)].map((made) => stamp(made, seals.signer));
  const tbs = tbsSign({ seal: makeSealOf(seals), time: SIGNED_AT, dataHash: DATA_HASH, propertyInfo: 'x' });
  const value = seals.signer.sign(tbs);
  const timeStamp = makeToken(authority.authority, value, day(11));
  const parts = { tbs, signerCertificate: seals.signer.certificate.raw, signature: value };
  return [...stamped, assembleSesSignature({ ...parts, timeStamp }), oldSignature(world)];
}
