import assert from 'node:assert/strict';
import { YinzhengError } from '../../../src/base/errors/index.ts';
import { currentEdition, type LicenceRecord, type StatusEventKind } from '../../../src/domain/licence/index.ts';
import { changeStatus, downloadLicence, issueLicence } from '../../../src/services/licences/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import type { Store } from '../../../src/services/storage/index.ts';
import { verifyCode, verifyFile, verifyIdentifier } from '../../../src/services/verification/index.ts';
import { REGISTER_CODES } from '../../support/check-codes.ts';
import { eventsOf } from '../../support/invariants.ts';
import { issue as issueCertificate, makeRoot } from '../../support/pki.ts';
import { timeStamped } from '../../support/time-stamped.ts';
import {
  actor,
  CLERK,
  COUNTER,
  openUseCases,
  order,
  PURPOSE,
  SEALER,
  stampOrder,
  type UseCases,
} from '../../support/use-cases.ts';

const DAY = 86_400_000;
const CODES = {
  suspend: 'LICENCE_SUSPENDED',
  'transfer-out': 'LICENCE_TRANSFERRED_OUT',
  cancel: 'LICENCE_CANCELLED',
  rescind: 'LICENCE_RESCINDED',
  revoke: 'LICENCE_REVOKED',
  void: 'LICENCE_VOID',
} as const;

describe('verifying against the register', function () {
  this.timeout(300_000);
  let under: UseCases;
  before(async () => {
    under = await openUseCases();
  });
  after(() => under.close());

  interface Issued {
    readonly licence: LicenceRecord;
    readonly identifier: string;
    readonly code: string;
    readonly bytes: Uint8Array;
  }

  async function issue(changes: Record<string, unknown> = {}): Promise<Issued> {
    const { licence } = await issueLicence(under.licences, CLERK, order(changes));
    const { identifier, verificationCode: code } = currentEdition(licence);
    const { bytes } = await downloadLicence(under.licences, CLERK, { identifier, purpose: PURPOSE });
    return { licence, identifier, code, bytes };
  }
  const act = (identifier: string, event: StatusEventKind) =>
    changeStatus(under.licences, CLERK, { identifier, event, reason: 'r', documentNumber: 'd' });
  const met = new Set<string | undefined>();
  const verify = async (bytes: Uint8Array, at?: number, by = under.verification) => {
    const report = await verifyFile(by, COUNTER, { bytes, at });
    met.add(report.checks.find(({ id }) => id === 'register')?.code);
    return report;
  };
  const desk = () => ({ clock: under.licences.clock, store: under.store });

  it('says of a file what the seal, the trust and the register say, and passes only when all do', async () => {
    const { bytes, identifier } = await issue();
    const report = await verify(bytes);
    assert.equal(report.signatures[0]?.intact, true);
    assert.equal(report.conclusion, 'passed');
    assert.equal(report.register?.identifier, identifier);
    assert.equal(report.register.status, 'valid');
    assert.equal(report.register.holderMasked, '欧***');
    assert.equal(report.demonstration, true);
  });

  it('never passes a licence that has ended, is suspended, or is outside its days', async () => {
    for (const [event, code] of Object.entries(CODES) as [keyof typeof CODES, string][]) {
      const { bytes, identifier } = await issue();
      await act(identifier, event);
      const report = await verify(bytes);
      assert.equal(report.conclusion, 'failed');
      assert.equal(report.checks.find(({ id }) => id === 'register')?.code, code);
      assert.equal(report.signatures[0]?.intact, true);
    }
    const today = new Date(under.licences.clock.now() + 8 * 3_600_000).toISOString().slice(0, 10);
    const midnight = Date.parse(`${today}T00:00:00+08:00`) + DAY;
    const day = (instant: number) => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 10);
    const early = await issue({ issueDate: today, validFrom: day(midnight), validTo: day(midnight + 3 * DAY) });
    const expected: readonly (readonly [number, string, string | undefined])[] = [
      [midnight - 1, 'failed', 'LICENCE_NOT_YET_VALID'],
      [midnight, 'passed', undefined],
      [midnight + 4 * DAY - 1, 'passed', undefined],
      [midnight + 4 * DAY, 'failed', 'LICENCE_EXPIRED'],
    ];
    for (const [at, conclusion, code] of expected) {
      const report = await verify(early.bytes, at);
      assert.deepEqual([report.conclusion, report.checks.find(({ id }) => id === 'register')?.code], [conclusion, code], `${at}`);
    }
  });

  it('answers as could be known at another moment', async () => {
    const { bytes, identifier } = await issue();
    const before = under.licences.clock.now();
    under.advance(60_000);
    await act(identifier, 'revoke');
    const at = under.licences.clock.now() + 1_000;
    const known = async (knownAt?: number) => {
      const { register } = await verifyFile(under.verification, COUNTER, { bytes, at, knownAt });
      return [register?.status, register?.asOf, register?.knownAt];
    };
    assert.deepEqual(await known(before), ['valid', new Date(at).toISOString(), new Date(before).toISOString()]);
    assert.equal((await known())[0], 'revoked');
  });

  it('is indeterminate, never passed, while the register cannot be reached', async () => {
    const { bytes } = await issue();
    const store = unreachable(under.store);
    for (const lost of [
      { ...under.verification, store },
      // The journal lies where the register does.
      { ...under.process({ store }).verification },
    ]) {
      const report = await verify(bytes, undefined, lost);
      assert.equal(report.conclusion, 'indeterminate');
      assert.equal(report.checks.find(({ id }) => id === 'register')?.code, 'REGISTER_UNAVAILABLE');
      assert.equal(report.register, null);
    }
    const recording = { ...under.verification, journal: under.process({ store }).relay };
    await assert.rejects(verifyFile(recording, COUNTER, { bytes }), { code: 'STORE_UNAVAILABLE' });
    const { code, identifier } = await issue();
    const away = { clock: under.licences.clock, store };
    await assert.rejects(verifyCode(away, code), { code: 'STORE_UNAVAILABLE' });
    await assert.rejects(verifyIdentifier(away, COUNTER, { identifier }), { code: 'STORE_UNAVAILABLE' });
  });

  it('says nothing of the register about a document it never served', async () => {
    const { document } = await stampDocument(under.licences, SEALER, stampOrder());
    const report = await verify(document);
    assert.equal(report.register, null);
    assert.deepEqual(
      [report.checks.find(({ id }) => id === 'register')?.outcome, report.signatures[0]?.intact],
      ['skipped', true],
    );
    const { bytes } = await issue();
    const altered = Uint8Array.from(bytes);
    altered[1000] = (altered[1000] ?? 0) ^ 1;
    const forged = await verify(altered);
    assert.equal(forged.conclusion, 'failed');
    assert.equal(forged.register, null);
  });

  it('takes the entry of a licence for a proof of its seal, also after something was appended to it', async () => {
    const { bytes } = await issue();
    const stranger = issueCertificate(makeRoot(), { profile: 'time-stamping' });
    const appended = timeStamped(bytes, stranger, { at: under.licences.clock.now() });
    const { document: never } = await stampDocument(under.licences, SEALER, stampOrder());
    // long after every certificate has expired
    const at = under.licences.clock.now() + 40 * 366 * DAY;
    const chainOf = async (file: Uint8Array) =>
      (await verify(file, at)).signatures[0]?.checks.find(({ id }) => id === 'signer-chain')?.code;
    assert.deepEqual(
      [await chainOf(bytes), await chainOf(appended), await chainOf(never)],
      [undefined, undefined, 'OUT_OF_BOUNDS_NO_POE'],
    );
  });

  it('answers a code, however it is typed, with status and masked holder, never the file or the name', async () => {
    const holders = [{ name: '欧阳晓样', codeType: '999', code: 'TEST-7777' }];
    const { code, identifier } = await issue({ holders });
    const answer = await verifyCode(desk(), code);
    assert.deepEqual(
      await verifyCode(desk(), ` ${code.toLowerCase().replaceAll('-', ' ')} `).then(({ identifier: id }) => id),
      identifier,
    );
    assert.deepEqual(
      [answer.status, answer.identifier, answer.holderMasked, answer.demonstration],
      ['valid', identifier, '欧***', true],
    );
    assert.doesNotMatch(JSON.stringify(answer), /欧阳|TEST-7777|blob|digest|fields/);
    const last = code.slice(-1);
    await assert.rejects(verifyCode(desk(), code.slice(0, -1) + (last === 'A' ? 'B' : 'A')), {
      code: 'VERIFICATION_CODE_INVALID',
    });
    await assert.rejects(verifyCode(desk(), ''), { code: 'VERIFICATION_CODE_INVALID' });
    await act(identifier, 'revoke');
    assert.equal((await verifyCode(desk(), code)).status, 'revoked');
  });

  it('answers neither code nor identifier of a licence that was abandoned', async () => {
    const failing = under.process({ signer: { sign: () => Promise.reject(new YinzhengError('KEY_NOT_FOUND', { keyId: 'k' })) } });
    const request = order();
    await assert.rejects(issueLicence(failing.licences, CLERK, request), { code: 'KEY_NOT_FOUND' });
    const [abandoned] = await under.store.records.find('licences', { index: 'state', equals: 'abandoned', limit: 1 });
    assert.ok(abandoned);
    const { verificationCode, identifier } = currentEdition(abandoned);
    await assert.rejects(verifyCode(desk(), verificationCode), { code: 'LICENCE_NOT_FOUND' });
    await assert.rejects(verifyIdentifier(desk(), COUNTER, { identifier }), { code: 'LICENCE_NOT_FOUND' });
  });

  it('answers an identifier to those who may verify', async () => {
    const { identifier } = await issue();
    for (const by of [COUNTER, CLERK, SEALER]) {
      assert.equal((await verifyIdentifier(desk(), by, { identifier })).status, 'valid');
    }
    for (const by of [actor('auditor', null), actor('administrator', null)])
      await assert.rejects(verifyIdentifier(desk(), by, { identifier }), { code: 'NOT_ALLOWED' });
    await assert.rejects(verifyIdentifier(desk(), COUNTER, { identifier: 'x' }), { code: 'IDENTIFIER_INVALID' });
  });

  it('records each verification by digest and conclusion; no name or number of a holder is ever in the journal', async () => {
    const holders = [{ name: '欧阳晓样', codeType: '999', code: 'TEST-8888' }];
    const { bytes, identifier } = await issue({ holders });
    await verify(bytes);
    await act(identifier, 'suspend');
    await under.relay.drain();
    const events = await eventsOf(under.store);
    const verified = events.filter(({ kind }) => kind === 'document-verified');
    const last = verified[verified.length - 1];
    assert.equal(last?.facts['conclusion'], 'passed');
    assert.match(last.subject, /^documents\/[0-9a-f]{64}$/);
    assert.equal(last.actor.person, 'test-verifier');
    assert.doesNotMatch(JSON.stringify(events), /欧阳|晓样|TEST-0001|TEST-7777|TEST-8888|红星路|热食类/);
  });

  it('has told every code that a register decides', () => {
    assert.deepEqual(
      REGISTER_CODES.filter((code) => !met.has(code)),
      [],
    );
  });
});

/** A store that cannot be reached. */
function unreachable(store: Store): Store {
  const away = () => Promise.reject(new YinzhengError('STORE_UNAVAILABLE'));
  return {
    ...store,
    records: { get: away, find: away, count: away, list: away, insert: away, replace: away, write: away, remove: away },
    journal: { head: away, read: away, append: away, known: away },
  };
}
