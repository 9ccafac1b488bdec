/** Revoking certificates: the list goes out at once, says why and since when, loses nothing, and the journal knows. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { createTrustFiles } from '../../../src/adapters/trust/index.ts';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import type { DomainEvent } from '../../../src/domain/journal/index.ts';
import { prepareTrust, revocationListNumber, type CertificateList } from '../../../src/pki/index.ts';
import {
  certifySigner,
  makeHierarchy,
  publishRevocationList,
  renewRevocationLists,
  revokeCertificate,
  type CertifiedKey,
  type Hierarchy,
  type RevocationDependencies,
  type TrustStore,
} from '../../../src/services/pki/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { AUTHORISATION, makeTestCustody, type TestCustody } from '../../support/custody.ts';
import { crypto, day, makeChain } from '../../support/pki.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { sharedRegister } from '../../support/certificate-register.ts';

const random = { bytes: (length: number): Uint8Array => new Uint8Array(randomBytes(length)) };
const NOW = day(3) + 5_678;

describe('revoking a certificate', () => {
  let offline: TestCustody;
  let online: TestCustody;
  let hierarchy: Hierarchy;
  let trustStore: TrustStore;
  let signers: readonly CertifiedKey[];
  let events: DomainEvent[];

  beforeEach(async () => {
    offline = await makeTestCustody();
    online = await makeTestCustody();
    events = [];
    const order = { trustClass: 'production', from: day(0), crlBase: null, authorisation: AUTHORISATION } as const;
    const tools = { crypto, random, register: sharedRegister, offline: offline.custody, online: online.custody };
    hierarchy = await makeHierarchy(tools, { ...order, name: '测试' });
    trustStore = createTrustFiles(join(temporaryFolder(), 'trust'), crypto);
    for (const list of hierarchy.revocationLists) await trustStore.putRevocationList(list.raw);
    const organisation = { creditCode: '11330106MB0000000X', name: '某局', sealCode: '33010600000001' };
    const certify = () => certifySigner(tools, { ...order, issuer: hierarchy.signersCa, organisation });
    signers = [await certify(), await certify()];
  });
  afterEach(() => {
    offline.remove();
    online.remove();
  });

  const deps = (store: TrustStore = trustStore): RevocationDependencies => ({
    ...{
      custody: online.custody,
      signer: online.custody,
      trustStore: store,
      crypto,
      register: sharedRegister,
      clock: { now: () => NOW },
    },
    journal: {
      record: (added) => Promise.resolve(void events.push(...added)),
      poke: () => undefined,
    },
  });
  const listOfSigners = async (store: TrustStore = trustStore): Promise<CertificateList> => {
    const { subject } = hierarchy.signersCa.certificate;
    const found = (await store.load()).revocationLists.find(({ issuer }) => Buffer.from(issuer.raw).equals(subject.raw));
    assert.ok(found);
    return found;
  };
  const first = (): CertifiedKey => {
    assert.ok(signers[0]);
    return signers[0];
  };

  it('publishes the next list at once, with reason and invalidity date, and tells the journal', async () => {
    const { certificate } = first();
    await revokeCertificate(deps(), SERVER_ACTOR, { certificate, reason: 'keyCompromise', invalidityDate: day(2) });
    const list = await listOfSigners();
    const entry = { serialNumber: certificate.serialNumber, revokedAt: day(3) + 5_000, reason: 1, invalidityDate: day(2) };
    assert.deepEqual(list.entries, [entry]);
    assert.equal(revocationListNumber(list), 2n);
    assert.equal(list.thisUpdate, day(3) + 5_000);
    const trust = prepareTrust({ ...hierarchy.trust, revocationLists: [list] }, crypto);
    assert.ok(trust.revocationLists(list.issuer)[0]?.isSignedBy(hierarchy.signersCa.certificate));
    const [event] = events;
    assert.equal(event?.kind, 'certificate-revoked');
    assert.deepEqual([event.facts['reason'], event.facts['invalidityDate']], [1, '2026-01-03T00:00:00.000Z']);
  });

  it('repeated changes nothing, and another is added to what is there', async () => {
    const { certificate } = first();
    const before = await revokeCertificate(deps(), SERVER_ACTOR, { certificate, reason: 'superseded', invalidityDate: null });
    const again = await revokeCertificate(deps(), SERVER_ACTOR, { certificate, reason: 'keyCompromise', invalidityDate: null });
    assert.deepEqual(again, before);
    assert.deepEqual(again.others, []);
    assert.equal(events[0]?.id, events[1]?.id);
    const other = signers[1]?.certificate;
    assert.ok(other);
    await revokeCertificate(deps(), SERVER_ACTOR, { certificate: other, reason: 'unspecified', invalidityDate: null });
    const list = await listOfSigners();
    assert.deepEqual(
      list.entries.map(({ reason }) => reason),
      [4, null],
    );
    assert.equal(revocationListNumber(list), 3n);
  });

  it('loses nothing when others publish at the same time', async () => {
    let meanwhile = 0;
    const busy: TrustStore = {
      ...trustStore,
      async load() {
        const material = await trustStore.load();
        // between reading the last list and writing the next one
        if (meanwhile++ < 2) {
          const list = await publishRevocationList(
            { signer: online.custody, crypto },
            {
              ...{ issuer: hierarchy.signersCa, previous: await listOfSigners(), revoked: [] },
              ...{ thisUpdate: day(2) + meanwhile * 1000, nextUpdate: day(20), authorisation: AUTHORISATION },
            },
          );
          await trustStore.putRevocationList(list.raw);
        }
        return material;
      },
    };
    await revokeCertificate(deps(busy), SERVER_ACTOR, {
      certificate: first().certificate,
      reason: 'superseded',
      invalidityDate: null,
    });
    assert.equal((await listOfSigners()).entries.length, 1);
    assert.equal(revocationListNumber(await listOfSigners()), 4n);
    const overtaken = hierarchy.revocationLists[1];
    await assert.rejects(trustStore.putRevocationList(overtaken.raw), (error) => isYinzhengError(error, 'VERSION_CONFLICT'));
    const renewal = { now: day(25), authorisation: AUTHORISATION };
    await renewRevocationLists({ signer: online.custody, custody: online.custody, trustStore, crypto }, renewal);
    assert.equal((await listOfSigners()).entries.length, 1);
  });

  it('refuses certificates of others, forged ones, and dates to come', async () => {
    const foreign = makeChain().signer.certificate;
    const { certificate } = first();
    const refused = (of: typeof certificate, code: 'CERTIFICATE_NOT_OURS' | 'INPUT_INVALID', invalidityDate: number | null) =>
      assert.rejects(
        revokeCertificate(deps(), SERVER_ACTOR, { certificate: of, reason: 'superseded', invalidityDate }),
        (error) => isYinzhengError(error, code),
      );
    await refused(foreign, 'CERTIFICATE_NOT_OURS', null);
    await refused({ ...certificate, tbs: foreign.tbs }, 'CERTIFICATE_NOT_OURS', null);
    await refused(hierarchy.signersCa.certificate, 'CERTIFICATE_NOT_OURS', null);
    await refused(certificate, 'INPUT_INVALID', day(4));
    assert.deepEqual((await listOfSigners()).entries, []);
    assert.deepEqual(events, []);
  });
});
