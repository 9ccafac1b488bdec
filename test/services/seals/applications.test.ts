/** Seals on their way from application to cancellation, over a real store with real keys. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { createTrustFiles } from '../../../src/adapters/trust/index.ts';
import { fromBase64, toBase64 } from '../../../src/base/bytes.ts';
import { isYinzhengError, type ErrorCode } from '../../../src/base/errors/index.ts';
import { addDays, localDateAt, startOfDay } from '../../../src/base/time.ts';
import { readPng } from '../../../src/drawing/index.ts';
import type { Actor } from '../../../src/domain/access/index.ts';
import { currentVersion, type SealApplication, type SealFaceOrder } from '../../../src/domain/seal/index.ts';
import { nameText, parseCertificate, parseRequest, prepareTrust } from '../../../src/pki/index.ts';
import { certifyRequest, revocationOf, signersAuthority } from '../../../src/services/pki/index.ts';
import {
  applyForSeal,
  cancelAppliedSeal,
  decideApplication,
  fileAppliedSeal,
  getApplication,
  listApplications,
  makeAppliedSeal,
  revokeSealCertificates,
  stepSeal,
  type ApplicationOrder,
  type SealMakingDependencies,
} from '../../../src/services/seals/index.ts';
import { grantInDemonstration } from '../../../src/services/grants/index.ts';
import { issueLicence } from '../../../src/services/licences/index.ts';
import {
  carryOutNames,
  changeOrganisation,
  endOrganisation,
  type OrganisationDependencies,
} from '../../../src/services/organisations/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import { isSignerInSeal, parseSeal } from '../../../src/ses/index.ts';
import { mortal } from '../../support/crash.ts';
import { APPROVER, KEEPER, MAKER, newAppliedSeal, newHeldKey, sealMakingIn } from '../../support/held-seal.ts';
import { ISSUER, sharedInstallation } from '../../support/http.ts';
import { crypto } from '../../support/pki.ts';
import { allOf } from '../../support/invariants.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import {
  actor,
  CLERK,
  COUNTER,
  openUseCases,
  order as issueOrder,
  OTHER_ISSUER,
  PURPOSE,
  SEALER,
  stampOrder,
  type UseCases,
} from '../../support/use-cases.ts';
import { SEALS } from '../../../src/services/demonstration/data.ts';

const NAME = '样例市市场监督管理局';
const refusal =
  (code: ErrorCode, said = /./) =>
  (error: unknown) => {
    assert.ok(isYinzhengError(error, code), String(error));
    assert.match(error.message, said);
    return true;
  };
const face = (parts: Partial<SealFaceOrder> = {}): SealFaceOrder => ({
  ...{ kind: 'special-purpose', shape: 'round', name: NAME, secondName: null, middleLine: null, lowerLine: '合同专用章' },
  ...parts,
});
type Make = Extract<ApplicationOrder, { readonly kind: 'make' }>;
const making = (parts: Partial<Make> = {}): Make => ({
  ...{ kind: 'make', face: face(), key: { kind: 'custody', authority: 'here' }, replaces: null, code: null },
  ...{ basis: '样例府办〔2026〕7 号', purpose: PURPOSE },
  ...parts,
});

describe('services: applications for seals', function () {
  this.timeout(300_000);
  let use: UseCases;
  let deps: SealMakingDependencies;
  beforeEach(async () => {
    use = await openUseCases();
    const { material } = await sharedInstallation();
    const trustStore = createTrustFiles(join(temporaryFolder(), 'trust'), crypto);
    for (const anchor of material.anchors) await trustStore.addAnchor(anchor);
    for (const { raw } of material.intermediates) await trustStore.addIntermediate(raw);
    for (const { raw } of material.revocationLists) await trustStore.putRevocationList(raw);
    for (const maker of material.sealMakers) await trustStore.authoriseSealMaker(maker);
    const trust = async () => prepareTrust(await trustStore.load(), crypto);
    deps = { ...(await sealMakingIn(use.store, use.relay)), trustStore, trust };
  });
  afterEach(() => use.close());

  const apply = (order: ApplicationOrder = making(), by = KEEPER) => applyForSeal({ ...deps, demonstration: true }, by, order);
  const decide = (id: string, decision: 'approve' | 'refuse' | 'withdraw', by: Actor = APPROVER) =>
    decideApplication(deps, by, { id, decision, note: null, purpose: PURPOSE });
  const make = (id: string, by: Actor = MAKER, certificate: Uint8Array | null = null, over = deps) =>
    makeAppliedSeal(over, by, { id, certificate, purpose: PURPOSE });
  const file = (id: string, by: Actor = MAKER) => fileAppliedSeal(deps, by, { id, purpose: PURPOSE });
  const approved = async (order: ApplicationOrder = making()) => {
    const { _id } = await apply(order);
    await decide(_id, 'approve');
    return _id;
  };
  const sealOf = async ({ seal }: Pick<SealApplication, 'seal'>) => {
    const record = await deps.records.get('seals', seal ?? '');
    assert.ok(record);
    return record;
  };
  const stamp = (seal: string) => stampDocument(use.licences, SEALER, { ...stampOrder(), seal });

  it('are made in a name that is to come, with its certificate, and used from its first day on', async () => {
    const next = '样例市市场监督和知识产权局';
    const admin = actor('administrator', null);
    const organisations: OrganisationDependencies = {
      ...{ records: deps.records, journal: use.relay, clock: use.licences.clock, demonstration: true },
    };
    const day = addDays(localDateAt(Date.now()), 5);
    await changeOrganisation(organisations, admin, { code: ISSUER, revision: 1, name: next, nameSince: day, purpose: PURPOSE });
    const order = making({ face: face({ kind: 'statutory-name', name: next, lowerLine: null }) });
    const id = await approved(order);
    await assert.rejects(apply(order), refusal('SEAL_APPLICATION_REFUSED'));
    const record = await sealOf(await make(id));
    const certificate = parseCertificate(fromBase64(record.versions[0]?.certificate ?? ''));
    assert.match(nameText(certificate.subject), new RegExp(`O=${ISSUER}${next}`));
    await file(id);
    await assert.rejects(stamp(record._id), refusal('SEAL_NOT_IN_USE', new RegExp(day)));
    use.advance(startOfDay(day) - use.licences.clock.now());
    const { document } = await stamp(record._id);
    await assert.rejects(stamp('99010000000001'), refusal('SEAL_NOT_IN_USE', new RegExp(NAME)));
    assert.equal(await carryOutNames(organisations), 1);
    await stamp(record._id);
    const report = await verifyFile(use.verification, COUNTER, { bytes: document });
    assert.equal(report.conclusion, 'passed');
    assert.match(JSON.stringify(report), new RegExp(next));
  });

  it('go from the owner over the department above to the unit that makes and files, and are told step by step', async () => {
    const { _id: id, state, seal } = await apply();
    assert.deepEqual([state, seal], ['applied', null]);
    await assert.rejects(make(id), refusal('SEAL_APPLICATION_REFUSED', /waiting for approval/));
    await decide(id, 'approve');
    const made = await make(id);
    assert.equal(made.state, 'made');
    assert.match(made.seal ?? '', /^990100\d{8}$/);
    const record = await sealOf(made);
    const [version] = record.versions;
    assert.ok(version);
    assert.deepEqual([record.versions.length, version.state, record.owner, record.kind], [1, 'made', ISSUER, 'special-purpose']);
    await assert.rejects(stamp(record._id), refusal('SEAL_NOT_IN_USE', /not filed yet/));
    const parsed = parseSeal(fromBase64(version.seal));
    const certificate = parseCertificate(fromBase64(version.certificate));
    assert.ok(isSignerInSeal(parsed, certificate.raw, crypto));
    assert.match(nameText(certificate.subject), new RegExp(`CN=${record._id},.*O=${ISSUER}${NAME}`));
    assert.equal(Date.parse(version.validTo), certificate.notAfter);
    assert.equal(parsed.name, `${NAME}合同专用章（样本 无效）`);
    assert.equal((await file(id)).state, 'done');
    assert.ok((await stamp(record._id)).document.length > 0);
    await use.relay.drain();
    const events = (await use.store.journal.read(1, 1000)).map(({ event }) => event);
    const told = events.filter(({ subject }) => subject === `seal-applications/${id}`);
    assert.deepEqual(
      told.map(({ kind, facts, actor: by }) => [kind, facts['to'] ?? null, by.person]),
      [
        ['seal-applied-for', null, KEEPER.person],
        ['seal-application-changed', 'approved', APPROVER.person],
        ['seal-application-changed', 'made', MAKER.person],
        ['seal-application-changed', 'done', MAKER.person],
      ],
    );
    assert.deepEqual(told[0]?.purpose, PURPOSE);
    assert.ok(events.some(({ kind, facts }) => kind === 'seal-made' && facts['seal'] === record._id));
  });

  it('are refused and taken back, and lead to nothing then', async () => {
    const { _id: refusedOne } = await apply();
    await decide(refusedOne, 'refuse');
    await assert.rejects(decide(refusedOne, 'approve'), refusal('SEAL_APPLICATION_REFUSED'));
    const { _id: taken } = await apply();
    await decide(taken, 'withdraw', KEEPER);
    await assert.rejects(make(taken), refusal('SEAL_APPLICATION_REFUSED'));
    assert.equal((await allOf(deps.records, 'seals')).length, SEALS.length);
  });

  it('are for those whose duty it is, within their scope, and never twice for one account or organisation', async () => {
    const { _id: id } = await apply();
    for (const by of [KEEPER, MAKER, SEALER]) await assert.rejects(decide(id, 'approve', by), refusal('NOT_ALLOWED'));
    await assert.rejects(decide(id, 'approve', { ...APPROVER, person: KEEPER.person }), refusal('SEAL_APPLICATION_REFUSED'));
    await assert.rejects(decide(id, 'approve', { ...APPROVER, organisation: 'unknown' }), refusal('SEAL_APPLICATION_NOT_FOUND'));
    await assert.rejects(
      getApplication(deps.records, actor('seal-keeper', OTHER_ISSUER), id),
      refusal('SEAL_APPLICATION_NOT_FOUND'),
    );
    await decide(id, 'approve');
    for (const by of [KEEPER, APPROVER]) await assert.rejects(make(id, by), refusal('NOT_ALLOWED'));
    await assert.rejects(
      make(id, { ...MAKER, organisation: APPROVER.organisation }),
      refusal('SEAL_APPLICATION_REFUSED', /same organisation/),
    );
    await assert.rejects(apply(making(), actor('issuer')), refusal('NOT_ALLOWED'));
    await assert.rejects(apply(making(), { ...KEEPER, organisation: null }), refusal('NOT_ALLOWED'));
  });

  it('are not taken for what may not be made', async () => {
    const cases: readonly (readonly [ApplicationOrder, ErrorCode, RegExp])[] = [
      [making({ face: face({ name: '别的机构' }) }), 'SEAL_APPLICATION_REFUSED', /not the owner's/],
      [making({ face: face({ kind: 'statutory-name', lowerLine: null }) }), 'SEAL_APPLICATION_REFUSED', /statutory name/],
      [making({ code: '51010400000001' }), 'SEAL_APPLICATION_REFUSED', /990100/],
      [making({ code: '990100' }), 'SEAL_APPLICATION_REFUSED', /13 or 14/],
      [making({ code: '99010000000001' }), 'ALREADY_EXISTS', /./],
      [making({ replaces: '99010000000002' }), 'SEAL_NOT_FOUND', /./],
      [making({ key: { kind: 'holder', request: toBase64(new Uint8Array(8)) } }), 'DER_MALFORMED', /./],
      [{ kind: 'remake', seal: '99010000000002', key: making().key, basis: null, purpose: PURPOSE }, 'SEAL_NOT_FOUND', /./],
      [{ kind: 'cancel', seal: 'none', basis: null, purpose: PURPOSE }, 'SEAL_NOT_FOUND', /./],
    ];
    for (const [order, code, said] of cases) await assert.rejects(apply(order), refusal(code, said), JSON.stringify(order));
    await apply();
    await assert.rejects(apply(), refusal('SEAL_APPLICATION_REFUSED', /already/));
  });

  it('number the seals of an area, each once, also when they are made at once', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 4; n++) ids.push(await approved(making({ face: face({ lowerLine: `专用章${n}` }) })));
    const codes = (await Promise.all(ids.map((id) => make(id)))).map(({ seal }) => seal);
    assert.equal(new Set(codes).size, 4);
    // Those that were there already are passed over.
    assert.deepEqual([...codes].sort(), ['99010000000005', '99010000000006', '99010000000007', '99010000000008']);
    const given = await newAppliedSeal(deps, { code: '9901000000999', face: face({ lowerLine: '登记章' }) });
    assert.equal(given._id, '9901000000999');
  });

  it('make ovals and squares too', async () => {
    const oval = await newAppliedSeal(deps, { face: face({ shape: 'oval', lowerLine: '发票专用章' }) });
    assert.deepEqual([oval.width, oval.height], [40, 30]);
    const square = await newAppliedSeal(deps, {
      face: face({ kind: 'personal-name', shape: 'square', name: '张三', lowerLine: null }),
    });
    assert.deepEqual([square.width, square.height, square.kind], [20, 20, 'personal-name']);
    const { picture, name } = parseSeal(fromBase64(square.versions[0]?.seal ?? ''));
    assert.equal(name, '张三（法定代表人名章）（样本 无效）');
    const { width } = readPng(picture.data, use.licences.engine.zlib);
    assert.ok(Math.abs(width - (20 / 25.4) * 600) <= 1);
    assert.ok((await stamp(oval._id)).document.length > 0);
    assert.ok((await stamp(square._id)).document.length > 0);
  });

  it('leave the certificate to another CA by a request, and go on when it comes', async () => {
    const id = await approved(making({ key: { kind: 'custody', authority: 'elsewhere' } }));
    const asked = await make(id);
    assert.equal(asked.state, 'certificate-awaited');
    assert.equal((await make(id)).request, asked.request);
    const request = fromBase64(asked.request ?? '');
    assert.match(nameText(parseRequest(request).subject), new RegExp(`CN=${asked.seal ?? ''}`));
    const issuer = await signersAuthority(deps.custody, Date.now());
    assert.ok(issuer);
    const order = {
      ...{ issuer, from: Date.now(), crlBase: null, request },
      trustClass: 'demonstration',
      ...{ organisation: { creditCode: ISSUER, name: NAME, sealCode: asked.seal ?? '' } },
      authorisation: { actor: 'another CA', reference: 'test' },
    } as const;
    const certificate = await certifyRequest(deps, KEEPER, order);
    const other = parseCertificate(
      fromBase64((await deps.records.get('seals', '99010000000001'))?.versions[0]?.certificate ?? ''),
    );
    await assert.rejects(make(id, MAKER, other.raw), refusal('INPUT_INVALID'));
    assert.equal((await make(id, MAKER, certificate.raw)).state, 'made');
    await file(id);
    assert.ok((await stamp(asked.seal ?? '')).document.length > 0);
  });

  it('change what is printed by another seal, whose filing cancels the one before and revokes its certificate', async () => {
    const before = await newAppliedSeal(deps, { face: face({ lowerLine: '老专用章' }) });
    const after = await newAppliedSeal(deps, { face: face({ lowerLine: '新专用章' }), replaces: before._id });
    assert.equal((await sealOf({ seal: before._id })).versions[0]?.state, 'cancelled');
    const certificate = parseCertificate(fromBase64(before.versions[0]?.certificate ?? ''));
    assert.equal(revocationOf(certificate, await deps.trust(), Date.now())?.reason, 5);
    await assert.rejects(stamp(before._id), refusal('SEAL_NOT_IN_USE'));
    assert.ok((await stamp(after._id)).document.length > 0);
  });

  it('make a lost seal again as a new version, with another key', async () => {
    const { _id: seal, versions } = await newAppliedSeal(deps);
    const order = { kind: 'remake', seal, key: { kind: 'custody', authority: 'here' }, basis: null, purpose: PURPOSE } as const;
    await stepSeal(deps, KEEPER, { code: seal, step: 'report-lost', purpose: PURPOSE });
    const id = await approved(order);
    await assert.rejects(apply(order), refusal('SEAL_APPLICATION_REFUSED', /open/));
    await make(id);
    await assert.rejects(stamp(seal), refusal('SEAL_NOT_IN_USE'));
    await file(id);
    const record = await sealOf({ seal });
    assert.deepEqual(
      record.versions.map(({ number, state }) => [number, state]),
      [
        [1, 'lost'],
        [2, 'in-use'],
      ],
    );
    assert.notEqual(record.versions[1]?.keyId, versions[0]?.keyId);
    const [first, second] = record.versions.map((version) => parseSeal(fromBase64(version.seal)));
    assert.deepEqual(second?.picture.data, first?.picture.data);
    assert.ok((await stamp(seal)).document.length > 0);
    // Its grant stays as it was, in custody too.
    const kept = async () => (await deps.grants.standing()).grants.filter(({ grant }) => grant === `demonstration-${seal}`);
    const granted = await kept();
    assert.equal(granted.length, 1);
    const later = record.versions.map((version) => ({ ...version, validFrom: '2099-01-01T00:00:00.000Z' }));
    await grantInDemonstration(deps, { ...record, versions: later });
    assert.deepEqual(await kept(), granted);
  });

  it('put a version made again in the place of one in use when it is filed, not before', async () => {
    const { _id: seal } = await newAppliedSeal(deps);
    const id = await approved({ kind: 'remake', seal, key: making().key, basis: null, purpose: PURPOSE });
    await make(id);
    assert.equal(currentVersion(await sealOf({ seal }))?.number, 1);
    assert.ok((await stamp(seal)).document.length > 0);
    await file(id);
    assert.deepEqual(
      (await sealOf({ seal })).versions.map(({ state }) => state),
      ['replaced', 'in-use'],
    );
  });

  it('cancel a seal for good when that was approved', async () => {
    const { _id: seal } = await newAppliedSeal(deps);
    const order = { kind: 'cancel', seal, basis: null, purpose: PURPOSE } as const;
    const id = await approved(order);
    await assert.rejects(make(id), refusal('SEAL_APPLICATION_REFUSED'));
    assert.equal((await cancelAppliedSeal(deps, MAKER, { id, purpose: PURPOSE })).state, 'done');
    await assert.rejects(stamp(seal), refusal('SEAL_NOT_IN_USE', /cancelled/));
    await assert.rejects(apply(order), refusal('SEAL_APPLICATION_REFUSED', /cancelled/));
    const { filings } = await sealOf({ seal });
    assert.deepEqual(
      filings?.map(({ step }) => step),
      ['file', 'cancel'],
    );
  });

  it('are over with their owner: cancelled, filed and revoked, and what was issued stays valid', async () => {
    const { licence } = await issueLicence(use.licences, CLERK, issueOrder());
    const bytes = await use.store.blobs.get(licence.editions[0]?.files[0]?.blob ?? '');
    const { _id: seal, versions } = await newAppliedSeal(deps);
    const organisations: OrganisationDependencies = {
      ...{ records: deps.records, journal: use.relay, clock: deps.clock, demonstration: true },
      // Lists know whole seconds: what was issued in the same one would be after it.
      retireSeal: (by, record) => revokeSealCertificates({ ...deps, clock: { now: () => Date.now() + 10_000 } }, by, record),
    };
    const administrator = { ...actor('administrator'), organisation: null };
    await endOrganisation(organisations, administrator, {
      ...{ code: ISSUER, revision: 1, kind: 'abolished', lastDay: localDateAt(Date.now()), documentNumber: '1' },
      ...{ successors: [], purpose: PURPOSE },
    });
    const certificate = parseCertificate(fromBase64(versions[0]?.certificate ?? ''));
    const trust = await deps.trust();
    const later = Date.now() + 60_000;
    assert.equal(revocationOf(certificate, trust, later)?.reason, 5);
    const { filings } = await sealOf({ seal });
    assert.deepEqual(
      filings?.map(({ step }) => step),
      ['file', 'cancel'],
    );
    const report = await verifyFile({ ...use.verification, trust: () => trust, clock: { now: () => later } }, COUNTER, { bytes });
    assert.deepEqual([report.conclusion, report.register?.status], ['passed', 'valid']);
    await assert.rejects(apply(), refusal('ORGANISATION_ENDED'));
  });

  it('certify the key of a UKey, and refuse one that is in custody', async () => {
    const key = await newHeldKey();
    const record = await newAppliedSeal(deps, { key: { kind: 'holder', request: toBase64(key.request) } });
    assert.equal(record.versions[0]?.keyId, null);
    const custodys = (await deps.records.get('seals', '99010000000001'))?.versions[0]?.certificate ?? '';
    await assert.rejects(newAppliedSeal(deps, { key: { kind: 'holder', certificate: custodys } }), refusal('SEAL_KEY_ELSEWHERE'));
  });

  it('come to one seal, one key and one version wherever making it was cut off', async () => {
    const keysBefore = (await deps.custody.list()).length;
    let died = 0;
    for (let at = 1; ; at++) {
      const id = await approved(making({ face: face({ lowerLine: `断电${at}` }) }));
      for (const last of ['undone', 'done'] as const) {
        const dying = mortal({ store: use.store, signer: deps.signer }, at, last);
        const over = { ...deps, records: dying.store.records, signer: dying.signer };
        const ended = await Promise.race([make(id, MAKER, null, over).then(() => true), dying.death.then(() => false)]);
        if (ended) break;
        died++;
      }
      const { state } = await getApplication(deps.records, MAKER, id);
      const made = state === 'made' ? await getApplication(deps.records, MAKER, id) : await make(id);
      await file(id);
      const record = await sealOf(made);
      assert.deepEqual(
        record.versions.map((version) => [version.number, version.state]),
        [[1, 'in-use']],
        `cut at ${at}`,
      );
      const keys = (await deps.custody.list()).filter(({ label }) => label.endsWith(id));
      assert.deepEqual(
        keys.map(({ keyId }) => keyId),
        [record.versions[0]?.keyId],
      );
      if (!(await wasCut(at))) break;
    }
    async function wasCut(at: number): Promise<boolean> {
      const probe = await approved(making({ face: face({ lowerLine: `探${at}` }) }));
      const dying = mortal({ store: use.store, signer: deps.signer }, at + 1, 'undone');
      const over = { ...deps, records: dying.store.records, signer: dying.signer };
      return !(await Promise.race([make(probe, MAKER, null, over).then(() => true), dying.death.then(() => false)]));
    }
    assert.ok(died >= 8, `${died} cuts`);
    assert.ok((await deps.custody.list()).length > keysBefore);
  });

  it('are listed for whoever may see them, by state and page by page', async () => {
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push((await apply(making({ face: face({ lowerLine: `清单${n}` }) })))._id);
    await decide(ids[0] ?? '', 'approve');
    const listed = async (by: Actor, query: Partial<Parameters<typeof listApplications>[2]> = {}) => {
      const found: string[] = [];
      for (let after: string | undefined; ;) {
        const page = await listApplications(deps.records, by, { limit: 2, after, ...query });
        found.push(...page.items.map(({ _id }) => _id));
        if (page.next === null) return found;
        after = page.next;
      }
    };
    assert.deepEqual(await listed(KEEPER), [...ids].sort());
    assert.deepEqual(await listed(APPROVER), [...ids].sort());
    assert.deepEqual(await listed(MAKER, { state: 'approved' }), [ids[0]]);
    assert.deepEqual(await listed(actor('seal-keeper', OTHER_ISSUER)), []);
    await assert.rejects(listed(actor('verifier')), refusal('NOT_ALLOWED'));
  });
});
