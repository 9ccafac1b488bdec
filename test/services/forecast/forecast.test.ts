/** What ends and when it is told: at the very edges of 90, 30 and 7 days, and only what somebody still uses. */
import assert from 'node:assert/strict';
import { toBase64 } from '../../../src/base/bytes.ts';
import type { SealRecord, SealVersion } from '../../../src/domain/seal/index.ts';
import {
  dueExpiries,
  expiryText,
  EXPIRY_KINDS,
  firstExpiries,
  forecast,
  stageOf,
  type ExpiryStage,
  type ForecastInput,
} from '../../../src/services/forecast/index.ts';
import type { KeyPurpose } from '../../../src/services/pki/index.ts';
import { crypto, day, issue, makeRevocationList, makeRoot, trustIn, type TestIdentity } from '../../support/pki.ts';

const DAY = 86_400_000;

describe('how close an end is', () => {
  const long = { begins: day(0), ends: day(400) };
  const stageAt = (left: number): ExpiryStage | null => stageOf(long, long.ends - left);

  for (const [what, left, stage] of [
    ['a moment before 90 days', 90 * DAY + 1, null],
    ['exactly 90 days', 90 * DAY, 90],
    ['a moment before 30 days', 30 * DAY + 1, 90],
    ['exactly 30 days', 30 * DAY, 30],
    ['a moment before 7 days', 7 * DAY + 1, 30],
    ['exactly 7 days', 7 * DAY, 7],
    ['the last moment', 1, 7],
    ['the end', 0, 'ended'],
    ['long after', -400 * DAY, 'ended'],
  ] as const) {
    it(`${what}: ${stage}`, () => assert.equal(stageAt(left), stage));
  }

  it('counts no threshold for what lives less than twice as long', () => {
    const stages = (life: number) =>
      [89, 29, 6, 0].map((left) => stageOf({ begins: day(0), ends: day(life) }, day(life) - left * DAY));
    assert.deepEqual(stages(180), [90, 30, 7, 'ended']);
    assert.deepEqual(stages(179), [null, 30, 7, 'ended']);
    assert.deepEqual(stages(60), [null, 30, 7, 'ended']);
    assert.deepEqual(stages(30), [null, null, 7, 'ended']);
    assert.deepEqual(stages(13), [null, null, null, 'ended']);
  });
});

describe('forecast', () => {
  const root = makeRoot({ notAfter: day(5000) });
  const ca = issue(root, { profile: 'authority', name: { commonName: 'CA' }, notAfter: day(3000) });
  const signer = issue(ca, { name: { commonName: 'signer' }, notAfter: day(1000) });
  const former = issue(ca, { name: { commonName: 'former' }, notAfter: day(900) });
  const unit = issue(ca, { profile: 'time-stamping', name: { commonName: 'TSA' }, notAfter: day(2000) });
  const outside = issue(root, { profile: 'time-stamping', name: { commonName: 'their TSA' }, notAfter: day(700) });

  const key = (keyId: string, identity: TestIdentity | null, purpose: KeyPurpose): ForecastInput['keys'][number] => ({
    ...{ keyId, label: `key ${keyId}`, purposes: [purpose], certificate: identity?.certificate.raw ?? null },
  });
  const version = (keyId: string, state: SealVersion['state'], changes: Partial<SealVersion> = {}): SealVersion => ({
    ...{ number: 1, seal: '', sealDigest: '', certificate: toBase64(signer.certificate.raw), keyId, state },
    ...{ validFrom: new Date(day(0)).toISOString(), validTo: new Date(day(800)).toISOString(), madeAt: '' },
    ...changes,
  });
  const seal = (...versions: readonly SealVersion[]): SealRecord => ({
    ...{ _id: '99010000000001', schema: 1, version: 1, name: '某局', owner: 'o', kind: 'statutory-name' },
    ...{ width: 42, height: 42, demonstration: false, versions, outbox: [], pending: false },
  });
  const look = (changes: Partial<ForecastInput> = {}) =>
    forecast({
      ...{ keys: [], seals: [], units: [], mode: 'production', crypto },
      material: trustIn({}),
      ...changes,
    }).map(({ kind, name, ends }) => [kind, name, (ends - day(0)) / DAY]);

  it('has keys, the chain above them, seals, lists and time stamping units, the soonest first', () => {
    const material = trustIn({
      anchors: [root],
      intermediates: [ca],
      revocationLists: [
        makeRevocationList(root, { nextUpdate: day(600) }),
        makeRevocationList(root, { thisUpdate: day(1), nextUpdate: day(650), number: 2 }),
      ],
    });
    const keys = [key('s', signer, 'seal-signature'), key('c', ca, 'crl'), key('t', unit, 'time-stamp'), key('n', null, 'csr')];
    const found = look({ keys, material, seals: [seal(version('s', 'in-use'))], units: [unit.certificate, outside.certificate] });
    assert.deepEqual(found, [
      ['revocation-list', 'CN=Test Root,C=CN', 650],
      ['time-stamp', 'CN=their TSA', 700],
      ['seal', '某局', 800],
      ['key', 'key s', 1000],
      ['time-stamp', 'key t', 2000],
      ['authority', 'CN=CA', 3000],
      ['anchor', 'CN=Test Root,C=CN', 5000],
    ]);
  });

  it('leaves out keys of seals that were replaced, but not those that are in use elsewhere or nowhere yet', () => {
    const keys = [key('old', former, 'seal-signature'), key('new', signer, 'seal-signature')];
    const replaced = [version('old', 'replaced'), version('new', 'in-use', { number: 2 })];
    assert.deepEqual(look({ keys, seals: [seal(...replaced)] }), [
      ['seal', '某局', 800],
      ['key', 'key new', 1000],
    ]);
    const shared = { ...seal(version('old', 'suspended')), _id: '99010000000002' };
    assert.equal(look({ keys, seals: [seal(...replaced), shared] }).filter(([kind]) => kind === 'key').length, 2);
    assert.equal(look({ keys }).length, 2);
    assert.deepEqual(look({ seals: [seal(version('old', 'cancelled'))] }), []);
  });

  it('leaves out anchors of the other mode', () => {
    const material = trustIn({ anchors: [root], trustClass: 'demonstration' });
    assert.deepEqual(look({ material }), []);
    assert.equal(look({ material, mode: 'demonstration' }).length, 1);
  });

  it('leaves out a list that lasts as long as its issuer', () => {
    const lists = [makeRevocationList(ca, { nextUpdate: day(3000) })];
    assert.deepEqual(look({ material: trustIn({ intermediates: [ca], revocationLists: lists }) }).length, 1);
    assert.deepEqual(look({ material: trustIn({ revocationLists: lists }) }).length, 1);
    const shorter = [makeRevocationList(ca, { nextUpdate: day(2999) })];
    assert.deepEqual(look({ material: trustIn({ intermediates: [ca], revocationLists: shorter }) }).length, 2);
  });

  it('passes over certificates that cannot be read', () => {
    const damaged = { ...key('d', signer, 'csr'), certificate: Uint8Array.of(1, 2, 3) };
    assert.deepEqual(look({ keys: [damaged] }), []);
  });

  it('says what comes first of each kind', () => {
    const expiry = { id: 'x', name: 'x', begins: day(0) };
    const expiries = [
      { ...expiry, kind: 'seal', ends: day(3) },
      { ...expiry, kind: 'key', ends: day(9) },
      { ...expiry, kind: 'key', ends: day(1) },
    ] as const;
    assert.deepEqual(firstExpiries(expiries, day(2)), [
      { kind: 'key', seconds: -86_400 },
      { kind: 'seal', seconds: 86_400 },
    ]);
  });

  it('has words for every kind and stage', () => {
    for (const kind of EXPIRY_KINDS) {
      for (const [left, en, zh] of [
        [0, 'has ended', '已到期'],
        [7, 'ends within 7 days', '将在 7 天内到期'],
      ] as const) {
        const [due] = dueExpiries([{ kind, id: 'i', name: '名称', begins: day(0), ends: day(400) }], day(400 - left));
        assert.ok(due);
        const words = expiryText(due, 'UTC');
        assert.ok(words.en.includes(en) && words.en.endsWith(': 2027-02-05 00:00:00 +00:00'), words.en);
        assert.ok(words.zh.includes(zh) && words.zh.includes('名称'), words.zh);
      }
    }
  });
});
