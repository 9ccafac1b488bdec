/** Renewing, rotating and destroying keys: seals follow, the journal knows, and whatever is interrupted can be brought to its end. */
import assert from 'node:assert/strict';
import { fromBase64, toHex } from '../../../src/base/bytes.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { nameText, parseCertificate, parseRequest, prepareTrust, subjectKeyIdentifier } from '../../../src/pki/index.ts';
import { destroyKey, renewKey, rotateKey, sealsOf, type KeyManagement } from '../../../src/services/keys/index.ts';
import { attachCertificate, generateKey, reissueCertificate, requestCertificate, revokeCertificate, type RevocationReason } from '../../../src/services/pki/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { parseSeal, verifySeal } from '../../../src/ses/index.ts';
import { AUTHORISATION } from '../../support/custody.ts';
import { openTestKeys, SEAL, type TestKeys } from '../../support/key-management.ts';
import { crypto, day, issue, makeRoot } from '../../support/pki.ts';

const YEAR = 365;

describe('looking after keys', () => {
  let keys: TestKeys;
  beforeEach(async () => {
    keys = await openTestKeys();
  });
  afterEach(() => keys.close());

  const keyIds = async () => (await keys.deps.custody.list()).map(({ keyId }) => keyId);
  const revoked = async () => {
    const { revocationLists } = await keys.deps.trustStore.load();
    return revocationLists.flatMap(({ entries }) => entries.map(({ serialNumber, reason }) => [toHex(serialNumber), reason]));
  };
  const rejects = (work: Promise<unknown>, code: string, words = /./) =>
    assert.rejects(work, (error) => isYinzhengError(error) && error.code === code && words.test(error.message));
  const renew = (changes: Partial<Parameters<typeof renewKey>[2]> = {}, deps: KeyManagement = keys.deps) =>
    renewKey(deps, SERVER_ACTOR, { keyId: keys.signer.keyId, certificate: null, remakeSeals: true, ...changes });
  const rotate = (changes: Partial<Parameters<typeof rotateKey>[2]> = {}, deps: KeyManagement = keys.deps) =>
    rotateKey(deps, SERVER_ACTOR, { keyId: keys.signer.keyId, to: null, destroyOld: false, ...changes });
  /** The seal as it is now passes the verifier, and its signer is this certificate. */
  const sealHolds = async (certificate: Uint8Array): Promise<void> => {
    const { version } = await keys.seal();
    const seal = parseSeal(fromBase64(version.seal));
    const trust = prepareTrust(keys.hierarchy.trust, crypto);
    const policy = { revocation: 'if-known', acceptDemonstration: false } as const;
    const { checks } = verifySeal({ seal, trust, crypto, policy, at: keys.deps.clock.now() });
    const outcomes = checks.filter(({ id }) => id !== 'revocation').map(({ outcome }) => outcome);
    assert.deepEqual(outcomes, ['passed', 'passed', 'passed']);
    assert.deepEqual(seal.certificateList, { kind: 'certificates', certificates: [certificate] });
    assert.deepEqual(fromBase64(version.certificate), certificate);
  };

  it('renews by the CA that issued the certificate: the same name, extensions and key, as long a life', async () => {
    const former = keys.signer.certificate;
    const { key, renewed, remade, waiting } = await renew();
    assert.deepEqual([key.keyId, renewed, remade, waiting], [keys.signer.keyId, true, [SEAL], []]);
    const { certificate } = key;
    assert.deepEqual([certificate.notBefore, certificate.notAfter], [day(1000), day(1000 + 3 * YEAR)]);
    assert.deepEqual(certificate.subject.raw, former.subject.raw);
    assert.deepEqual(certificate.publicKey.raw, former.publicKey.raw);
    assert.deepEqual(certificate.extensions, former.extensions);
    assert.notDeepEqual(certificate.serialNumber, former.serialNumber);
    await sealHolds(certificate.raw);
    assert.deepEqual(keys.kinds(), ['certificate-issued', 'certificate-attached']);
    assert.deepEqual(await revoked(), []);
  });

  it('keeps the versions of a seal, the one before replaced, with an event of the new one', async () => {
    const before = (await keys.seal()).record;
    await renew();
    const { record, version } = await keys.seal();
    assert.deepEqual(
      record.versions.map(({ number, state }) => [number, state]),
      [
        [1, 'replaced'],
        [2, 'in-use'],
      ],
    );
    assert.deepEqual({ ...record.versions[0], state: 'in-use' }, before.versions[0]);
    assert.deepEqual([version.validFrom, version.madeAt], [new Date(day(1000)).toISOString(), new Date(day(1000)).toISOString()]);
    const [event, ...more] = record.outbox;
    assert.deepEqual([more.length, event?.kind, event?.id], [0, 'seal-made', `seals/${SEAL}/2`]);
    assert.deepEqual([event?.facts['sealVersion'], event?.facts['digest']], [2, version.sealDigest]);
    const [old, made] = record.versions.map(({ seal }) => parseSeal(fromBase64(seal)));
    assert.deepEqual([made?.name, made?.picture, made?.esId], [old?.name, old?.picture, old?.esId]);
  });

  it('names the seals that wait, and makes them by the next call without another certificate', async () => {
    const first = await renew({ remakeSeals: false });
    assert.deepEqual([first.remade, first.waiting], [[], [SEAL]]);
    const second = await renew();
    assert.deepEqual([second.renewed, second.remade, second.waiting], [false, [SEAL], []]);
    assert.deepEqual(second.key.certificate.raw, first.key.certificate.raw);
    await sealHolds(first.key.certificate.raw);
  });

  it('leaves a stopped seal stopped', async () => {
    const { record } = await keys.seal();
    const versions = record.versions.map((version) => ({ ...version, state: 'suspended' as const }));
    await keys.deps.records.replace('seals', { ...record, version: record.version + 1, versions });
    await renew();
    assert.equal((await keys.seal()).version.state, 'suspended');
  });

  it('takes a certificate of another CA, but none of another key', async () => {
    const root = makeRoot();
    const foreign = issue(root, { name: { commonName: 'x' } }).certificate.raw;
    await rejects(renew({ certificate: foreign }), 'KEYSTORE_KEY_MISMATCH');
    assert.deepEqual(keys.kinds(), []);
    const again = await renew();
    assert.equal(again.renewed, true);
    await rejects(renew({ keyId: 'ffff' }), 'KEY_NOT_FOUND');
  });

  it('does not renew what was revoked, what has no certificate, and what its CA cannot outlive', async () => {
    const fresh = await generateKey(keys.deps, SERVER_ACTOR, { label: 'fresh', purposes: ['seal-signature', 'csr'] });
    await rejects(renew({ keyId: fresh.keyId }), 'KEY_NOT_RENEWABLE', /no certificate/);
    keys.now(day(8 * YEAR));
    await rejects(renew(), 'SEAL_NOT_REMAKABLE', /no seal maker/);
    await rejects(rotate(), 'SEAL_NOT_REMAKABLE', /no seal maker/);
    const late = await renew({ remakeSeals: false });
    assert.equal(late.key.certificate.notAfter, keys.hierarchy.signersCa.certificate.notAfter);
    await rejects(renew({ remakeSeals: false }), 'KEY_NOT_RENEWABLE', /ends no later/);
    keys.now(day(1000));
    await revokeCertificate({ ...keys.deps, signer: keys.deps.custody }, SERVER_ACTOR, {
      certificate: late.key.certificate,
      ...{ reason: 'keyCompromise', invalidityDate: null },
    });
    await rejects(renew({ remakeSeals: false }), 'KEY_NOT_RENEWABLE', /revoked/);
    await rejects(renew({ keyId: keys.hierarchy.signersCa.keyId }), 'CERTIFICATE_NOT_OURS');
  });

  it('requests a certificate in the name of the one that is there', async () => {
    const { keyId } = await generateKey(keys.deps, SERVER_ACTOR, { label: 'fresh', purposes: ['csr'] });
    const request = { keyId, subject: null, authorisation: AUTHORISATION };
    await rejects(requestCertificate(keys.deps.custody, request), 'INPUT_INVALID');
    const named = await requestCertificate(keys.deps.custody, { ...request, subject: { commonName: 'by name' } });
    assert.equal(nameText(parseRequest(named).subject), 'CN=by name');
    const key = (await keys.deps.custody.list()).find((one) => one.keyId === keyId);
    const certified = await attachSelfMade(keyId, key?.publicKey ?? new Uint8Array(0));
    const again = parseRequest(await requestCertificate(keys.deps.custody, request));
    assert.deepEqual(again.subject.raw, parseCertificate(certified).subject.raw);
  });

  /** Attaches a certificate that the signers' CA issued in the name of the signer. */
  async function attachSelfMade(keyId: string, publicKey: Uint8Array): Promise<Uint8Array> {
    const { certificate } = keys.signer;
    const { raw } = await reissueCertificate(keys.deps, SERVER_ACTOR, { keyId, certificate, publicKey });
    await attachCertificate(keys.deps, SERVER_ACTOR, { keyId, certificate: raw });
    return raw;
  }

  it('rotates: another key, certified alike, the seals with it, and the certificate before revoked', async () => {
    const { key, remade, revoked: isRevoked, destroyed } = await rotate();
    assert.notEqual(key.keyId, keys.signer.keyId);
    assert.deepEqual([remade, isRevoked, destroyed], [[SEAL], true, false]);
    assert.notDeepEqual(key.certificate.publicKey.raw, keys.signer.certificate.publicKey.raw);
    assert.notDeepEqual(subjectKeyIdentifier(key.certificate), subjectKeyIdentifier(keys.signer.certificate));
    assert.deepEqual(key.certificate.subject.raw, keys.signer.certificate.subject.raw);
    assert.deepEqual(await revoked(), [[toHex(keys.signer.certificate.serialNumber), 4]]);
    await sealHolds(key.certificate.raw);
    assert.equal((await keys.seal()).version.keyId, key.keyId);
    assert.deepEqual(keys.kinds(), ['key-generated', 'certificate-issued', 'certificate-attached', 'certificate-revoked']);
    assert.ok((await keyIds()).includes(keys.signer.keyId));
    assert.deepEqual(await sealsOf(keys.deps, keys.signer.keyId), []);
  });

  it('rotates after a compromise, and destroys the key before where asked to', async () => {
    const { certificate, keyId } = keys.signer;
    await revokeCertificate({ ...keys.deps, signer: keys.deps.custody }, SERVER_ACTOR, {
      ...{ certificate, reason: 'keyCompromise', invalidityDate: null },
    });
    const { destroyed } = await rotate({ destroyOld: true });
    assert.equal(destroyed, true);
    assert.deepEqual(await revoked(), [[toHex(certificate.serialNumber), 1]]);
    assert.ok(!(await keyIds()).includes(keyId));
    assert.equal(keys.kinds().at(-1), 'key-destroyed');
  });

  it('revokes with a key every certificate that renewals gave it, and tells the journal of each', async () => {
    const first = toHex(keys.signer.certificate.serialNumber);
    const second = toHex((await renew()).key.certificate.serialNumber);
    keys.now(day(1001));
    const third = (await renew()).key.certificate;
    await rotate();
    const all = [first, second, toHex(third.serialNumber)].sort();
    assert.deepEqual((await revoked()).sort(), all.map((serial) => [serial, 4]));
    assert.equal(keys.kinds().filter((kind) => kind === 'certificate-revoked').length, 3);
  });

  it('revokes one certificate alone where the reason is its own, and all of the key where it is the key’s or the holder’s', async () => {
    const first = keys.signer.certificate;
    const second = (await renew()).key.certificate;
    const revoke = (certificate: typeof first, reason: RevocationReason) =>
      revokeCertificate({ ...keys.deps, signer: keys.deps.custody }, SERVER_ACTOR, { certificate, reason, invalidityDate: null });
    assert.deepEqual((await revoke(first, 'superseded')).others, []);
    assert.deepEqual(await revoked(), [[toHex(first.serialNumber), 4]]);
    keys.now(day(1001));
    const third = (await renew()).key.certificate;
    const { entry, others } = await revoke(third, 'privilegeWithdrawn');
    assert.equal(entry.reason, 9);
    assert.deepEqual([...others].sort(), [first, second].map(({ serialNumber }) => toHex(serialNumber)).sort());
    // What was revoked before keeps its reason.
    assert.deepEqual(new Map((await revoked()) as [string, number][]), new Map([[toHex(first.serialNumber), 4], [toHex(second.serialNumber), 9], [toHex(third.serialNumber), 9]]));
  });

  it('rotates to a key that is there, if it can take the place', async () => {
    const wrong = await generateKey(keys.deps, SERVER_ACTOR, { label: 'wrong', purposes: ['csr'] });
    await rejects(rotate({ to: wrong.keyId }), 'KEY_NOT_RENEWABLE', /no certificate/);
    await attachSelfMade(wrong.keyId, wrong.publicKey);
    await rejects(rotate({ to: wrong.keyId }), 'KEY_NOT_RENEWABLE', /same purposes/);
    await rejects(rotate({ to: keys.signer.keyId }), 'KEY_NOT_RENEWABLE', /same key/);
    await rejects(rotate({ keyId: keys.hierarchy.signersCa.keyId }), 'KEY_NOT_RENEWABLE', /CA/);
    assert.equal((await keys.seal()).version.keyId, keys.signer.keyId);
    const right = await generateKey(keys.deps, SERVER_ACTOR, { label: 'right', purposes: ['seal-signature'] });
    const certificate = await attachSelfMade(right.keyId, right.publicKey);
    const { key } = await rotate({ to: right.keyId });
    assert.equal(key.keyId, right.keyId);
    await sealHolds(certificate);
  });

  it('rotates a seal maker without doubt on the seals that it made', async () => {
    const { key, revoked: isRevoked } = await rotate({ keyId: keys.hierarchy.maker.keyId });
    assert.equal(isRevoked, false);
    await destroyKey(keys.deps, SERVER_ACTOR, { keyId: keys.hierarchy.maker.keyId, force: false });
    assert.deepEqual(await revoked(), []);
    await renew();
    const { version } = await keys.seal();
    assert.deepEqual(parseSeal(fromBase64(version.seal)).makerCertificate, key.certificate.raw);
    await destroyKey(keys.deps, SERVER_ACTOR, { keyId: key.keyId, force: false });
    await rejects(rotate(), 'SEAL_NOT_REMAKABLE', /no seal maker/);
  });

  it('destroys what nobody uses: revoked, told, gone', async () => {
    const { keyId } = keys.signer;
    await rotate();
    keys.events.length = 0;
    const { revoked: isRevoked } = await destroyKey(keys.deps, SERVER_ACTOR, { keyId, force: false });
    assert.equal(isRevoked, true);
    // What the rotation said stays: the first reason counts.
    assert.deepEqual(await revoked(), [[toHex(keys.signer.certificate.serialNumber), 4]]);
    assert.ok(!(await keyIds()).includes(keyId));
    await rejects(destroyKey(keys.deps, SERVER_ACTOR, { keyId, force: false }), 'KEY_NOT_FOUND');
    const fresh = await generateKey(keys.deps, SERVER_ACTOR, { label: 'fresh', purposes: ['csr'] });
    assert.deepEqual(await destroyKey(keys.deps, SERVER_ACTOR, { keyId: fresh.keyId, force: false }), { revoked: false });
  });

  it('destroys the key of a seal or of a CA only when forced', async () => {
    const { keyId } = keys.signer;
    await rejects(destroyKey(keys.deps, SERVER_ACTOR, { keyId, force: false }), 'KEY_IN_USE', /33010600000001/);
    const authority = keys.hierarchy.makersCa.keyId;
    await rejects(destroyKey(keys.deps, SERVER_ACTOR, { keyId: authority, force: false }), 'KEY_IN_USE', /CA/);
    assert.deepEqual(keys.kinds(), []);
    assert.deepEqual(await destroyKey(keys.deps, SERVER_ACTOR, { keyId, force: true }), { revoked: true });
    assert.deepEqual(await revoked(), [[toHex(keys.signer.certificate.serialNumber), 5]]);
    assert.deepEqual(await destroyKey(keys.deps, SERVER_ACTOR, { keyId: authority, force: true }), { revoked: false });
  });

  describe('interrupted', () => {
    /** The dependencies, where the write of a number fails: before it is done, or after it is done and before anybody hears of it. */
    function failing(at: number, when: 'before' | 'after'): { readonly deps: KeyManagement } {
      let writes = 0;
      const hit = async <R>(work: () => Promise<R>): Promise<R> => {
        const mine = writes++ === at;
        if (mine && when === 'before') throw new Error('cut off');
        const result = await work();
        if (mine) throw new Error('cut off');
        return result;
      };
      const { custody, records, trustStore, journal } = keys.deps;
      return {
        deps: {
          ...keys.deps,
          custody: {
            ...custody,
            generate: (specification) => hit(() => custody.generate(specification)),
            attachCertificate: (keyId, certificate) => hit(() => custody.attachCertificate(keyId, certificate)),
            destroy: (keyId) => hit(() => custody.destroy(keyId)),
          },
          records: { ...records, replace: (collection, record) => hit(() => records.replace(collection, record)) },
          trustStore: { ...trustStore, putRevocationList: (list) => hit(() => trustStore.putRevocationList(list)) },
          journal: { ...journal, record: (events) => hit(() => journal.record(events)) },
        },
      };
    }

    /** Every place where a number of writes can be cut off. */
    const cuts = (writes: number) =>
      (['before', 'after'] as const).flatMap((when) => Array.from({ length: writes }, (_, at) => ({ at, when })));

    const RENEWAL_WRITES = 4;
    describe('a renewal is brought to its end by the same call, cut off', () => {
      for (const { at, when } of cuts(RENEWAL_WRITES))
        it(`${when} write ${at + 1}`, async () => {
          await assert.rejects(renew({}, failing(at, when).deps));
          keys.now(day(1001));
          const { key, waiting } = await renew();
          assert.deepEqual(waiting, []);
          await sealHolds(key.certificate.raw);
        });

      it('nowhere else', () => renew({}, failing(RENEWAL_WRITES, 'before').deps));
    });

    const ROTATION_WRITES = 11;
    describe('a rotation goes on with the key that was made, and leaves no seal without a key, cut off', () => {
      for (const { at, when } of cuts(ROTATION_WRITES))
        it(`${when} write ${at + 1}`, async () => {
          const known = new Set(await keyIds());
          await assert.rejects(rotate({ destroyOld: true }, failing(at, when).deps));
          const made = (await keys.deps.custody.list()).find(({ keyId }) => !known.has(keyId));
          const { version } = await keys.seal();
          assert.ok((await keyIds()).includes(version.keyId ?? ''));
          if (!(await keyIds()).includes(keys.signer.keyId)) return;
          const { key, destroyed } = await rotate({ to: made?.certificate ? made.keyId : null, destroyOld: true });
          assert.equal(destroyed, true);
          await sealHolds(key.certificate.raw);
          assert.equal(keys.kinds().at(-1), 'key-destroyed');
        });

      it('nowhere else', () => rotate({ destroyOld: true }, failing(ROTATION_WRITES, 'before').deps));
    });
  });
});
