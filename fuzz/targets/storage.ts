/** What the product keeps and finds again: keystores, stored files, backups, lists; whoever holds the disk may have changed them. */
import { createHmac } from 'node:crypto';
import { openBlob, sealBlob, isWhole, blobAddress } from '../../src/adapters/blobs/encrypted.ts';
import type { KeystoreEntry } from '../../src/adapters/custody/keystore/model.ts';
import { decryptPrivateKey, encryptPrivateKey } from '../../src/adapters/custody/keystore/pkcs8.ts';
import { readKeystore } from '../../src/adapters/custody/keystore/read.ts';
import { writeKeystore } from '../../src/adapters/custody/keystore/write.ts';
import { loadKey, ownCertificate } from '../../src/adapters/custody/loaded-key.ts';
import { readLine as readGrantLine, writeLine } from '../../src/adapters/custody/grants/entry.ts';
import { applyEntry } from '../../src/adapters/custody/grants/apply.ts';
import { emptyState } from '../../src/adapters/custody/grants/state.ts';
import { readLine, sealLine, openingLine, NO_HASH } from '../../src/adapters/custody/audit/line.ts';
import { loadPrivateKey } from '../../src/adapters/custody/private-key.ts';
import { frameReader, MAX_REQUEST_BYTES, writeFrame } from '../../src/adapters/custody/process/frame.ts';
import { parseStored } from '../../src/adapters/embedded/reading.ts';
import { envelopeKeys, openEnvelope, sealEnvelope } from '../../src/adapters/protection/envelope.ts';
import { readSealMakers } from '../../src/adapters/trust/seal-makers.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { documentIn } from '../../src/services/grants/origin-proof.ts';
import { readManifest, writeManifest } from '../../src/services/maintenance/manifest.ts';
import { crypto } from '../../test/support/pki.ts';
import { attempt } from '../attempt.ts';
import { genuine } from '../genuine.ts';
import type { Target } from '../target.ts';
import type { World } from '../world.ts';

const SECRETS = {
  encryptionKey: new Uint8Array(16).fill(1),
  macKey: new Uint8Array(32).fill(2),
  passphraseCheck: new Uint8Array(16).fill(3),
};
const HEAD = { salt: new Uint8Array(16).fill(4), iterations: 600_000 };
const KEY = { ...HEAD, encryptionKey: SECRETS.encryptionKey };
const IV = new Uint8Array(16).fill(5);

function keystoreOf({ chain: { signer } }: World): Uint8Array {
  const { raw, publicKey } = signer.certificate;
  const entry: KeystoreEntry = {
    ...{ keyId: 'k1', label: '测试', purposes: ['seal-signature'] as const, createdAt: '2026-01-01T00:00:00.000Z' },
    ...{ publicKey: publicKey.raw, certificate: raw, encryptedPrivateKey: encryptPrivateKey(signer.pkcs8, KEY, IV) },
  };
  return writeKeystore({ head: HEAD, entries: [entry] }, SECRETS);
}

const keystore: Target = {
  name: 'keystore',
  form: 'json',
  covers: ['adapters/custody/keystore/read.ts#readKeystore', 'adapters/custody/loaded-key.ts#loadKey'],
  open(world) {
    const seed = keystoreOf(world);
    const made = genuine([seed]);
    return {
      seeds: [seed],
      async run(input) {
        const opened = await readKeystore(input, () => Promise.resolve(SECRETS));
        made.demand(input, 'a keystore');
        for (const entry of opened.keystore.entries) loadKey(entry, { head: HEAD, secrets: SECRETS, crypto });
        return true;
      },
    };
  },
};

const privateKey: Target = {
  name: 'private-key',
  form: 'der',
  covers: [
    'adapters/custody/keystore/pkcs8.ts#decryptPrivateKey',
    'adapters/custody/private-key.ts#loadPrivateKey',
    'adapters/custody/sm2-key.ts#loadSm2Key',
    'adapters/custody/loaded-key.ts#ownCertificate',
    'crypto/native/sm4.ts#sm4CbcDecrypt',
  ],
  open: ({ chain: { signer } }) => ({
    seeds: [encryptPrivateKey(signer.pkcs8, KEY, IV), signer.pkcs8, signer.certificate.raw],
    run(input) {
      attempt(() => decryptPrivateKey(input, KEY));
      attempt(() => ownCertificate('k1', signer.certificate.publicKey.raw, input));
      return loadPrivateKey(input, crypto).publicKey.length > 0;
    },
  }),
};

const blob: Target = {
  name: 'stored-file',
  form: 'bytes',
  covers: ['adapters/blobs/encrypted.ts#openBlob', 'adapters/blobs/encrypted.ts#isWhole'],
  open() {
    const keys = {
      address: new Uint8Array(32).fill(1),
      encryption: new Uint8Array(16).fill(2),
      authentication: new Uint8Array(32).fill(3),
    };
    const content = utf8('a stored file');
    const address = blobAddress(keys, content);
    const envelope = sealBlob(keys, address, content);
    const made = genuine([envelope]);
    return {
      seeds: [envelope, sealBlob(keys, blobAddress(keys, IV), IV)],
      run(input) {
        const whole = isWhole(keys, address, input);
        if (whole) made.demand(input, 'a stored file');
        return openBlob(keys, address, input).length > 0;
      },
    };
  },
};

const sealedPart: Target = {
  name: 'sealed-part',
  form: 'bytes',
  covers: ['adapters/protection/envelope.ts#openEnvelope'],
  open() {
    const keys = envelopeKeys(new Uint8Array(32).fill(1));
    const belongsTo = 'licences\u0000one\u00001';
    const envelope = sealEnvelope(keys, belongsTo, utf8('{"holders":[]}'));
    const made = genuine([envelope]);
    return {
      seeds: [envelope, sealEnvelope(keys, 'licences\u0000two\u00001', new Uint8Array())],
      run(input) {
        const opened = openEnvelope(keys, belongsTo, input);
        if (opened) made.demand(input, 'a sealed part');
        return opened !== null;
      },
    };
  },
};

const lists: Target = {
  name: 'lists',
  form: 'json',
  covers: [
    'adapters/trust/seal-makers.ts#readSealMakers',
    'adapters/embedded/reading.ts#parseStored',
    'services/maintenance/manifest.ts#readManifest',
    'adapters/custody/audit/line.ts#readLine',
  ],
  open() {
    const authenticate = (bytes: Uint8Array): Uint8Array => createHmac('sha256', 'key').update(bytes).digest();
    const sm3 = 'ab'.repeat(32);
    const manifest = writeManifest(
      {
        ...{ format: 'yinzheng-backup', version: 1, createdAt: '2026-01-01T00:00:00.000Z', records: 1, files: 1 },
        store: { id: 's', schema: 1, createdAt: '2026-01-01T00:00:00.000Z' },
        head: { sequence: 1, hash: sm3 },
        parts: [{ path: 'a/b', size: 3, sm3 }],
      },
      authenticate,
    );
    const opening = openingLine(1, '2026-01-01T00:00:00.000Z', null);
    const made = genuine([manifest]);
    const makers = [
      { kind: 'certificate', sm3 },
      { kind: 'policy', issuerSm3: sm3, policy: '1.2.156.1' },
    ];
    return {
      seeds: [
        manifest,
        utf8(JSON.stringify(makers)),
        utf8(sealLine(opening, NO_HASH, (...parts) => crypto.digest('sm3', ...parts)).text),
      ],
      run(input) {
        readLine(Buffer.from(input).toString('utf8'));
        attempt(() => parseStored(Buffer.from(input), 'record'));
        if (attempt(() => readManifest(input, authenticate)) !== null) made.demand(input, 'a manifest');
        return readSealMakers(input) !== null;
      },
    };
  },
};

/** Lines of the ledger of grants, as whoever holds the disk makes them, and as whoever had its secret could. */
const grantLines: Target = {
  name: 'grant-lines',
  form: 'json',
  covers: ['adapters/custody/grants/entry.ts#readLine'],
  open() {
    const key = new Uint8Array(32).fill(6);
    const at = '2026-01-01T00:00:00.000Z';
    const line = { writer: '0'.repeat(16), number: 1, after: '', at, entry: { kind: 'stop', seal: '1', by: 'x' } } as const;
    const use = {
      kind: 'use',
      grant: 'g',
      approval: null,
      digest: null,
      applicant: 'u',
      reference: 'r',
      data: '0'.repeat(64),
    } as const;
    const approval = { approval: 'a', grant: 'g', applicant: 'u', expiresAt: 0, withdrawn: false, approvers: ['x'] };
    const carried = {
      kind: 'carried',
      items: [
        ['use', 'r', '0'.repeat(64)],
        ['approval', { ...approval, digests: ['0'.repeat(64)], used: [0] }],
        ['version-ended', '1', '0'.repeat(64)],
        ['deputy', 'a', 'b', 0, 1],
        ['end-planned', 'owner:1', 5],
      ],
    };
    const from = { kind: 'carried-from', generation: 2, lines: 7, seen: 0, keysBegun: true, mode: 'production' };
    const entries = [use, carried, from, { kind: 'closed', next: 2 }];
    const seeds = [line, ...entries.map((entry) => ({ ...line, entry }))].map((one) => utf8(JSON.stringify(one)));
    const made = genuine([utf8(writeLine(line, key).text)]);
    return {
      seeds: [...seeds, utf8(writeLine(line, key).text)],
      run(input) {
        if (readGrantLine(Buffer.from(input).toString('utf8'), key)) made.demand(input, 'a line of the ledger');
        const code = createHmac('sm3', key).update(input).digest('hex');
        const read = readGrantLine(`${code} ${Buffer.from(input).toString('utf8')}`, key);
        return read !== null && applyEntry(emptyState(), read.entry, Date.parse(read.at)) === null;
      },
    };
  },
};

/** What comes to the signer's process by its socket. */
const frames: Target = {
  name: 'signer-frames',
  form: 'bytes',
  covers: ['adapters/custody/process/frame.ts#frameReader', 'services/grants/origin-proof.ts#documentIn'],
  open: () => ({
    seeds: [writeFrame(1, { sign: 'k1' }, utf8('bytes')), writeFrame(2, {})],
    run(input) {
      documentIn(input, input.subarray(0, 32));
      let whole = 0;
      const take = frameReader(MAX_REQUEST_BYTES, () => whole++);
      const half = input.length >> 1;
      return take(input.subarray(0, half)) && take(input.subarray(half)) && whole > 0;
    },
  }),
};

export const STORAGE_TARGETS: readonly Target[] = [keystore, privateKey, blob, sealedPart, lists, grantLines, frames];
