/** What people reach by their data scopes: every route that shows records of organisations × every role that may call it × every scope. */
import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import { creditCodeCheck } from '../../src/domain/identifier/index.ts';
import type { DataScope, StaffRole } from '../../src/domain/access/index.ts';
import { createAccount } from '../../src/services/access/index.ts';
import { SERVER_ACTOR } from '../../src/services/platform.ts';
import type { AlarmRecord } from '../../src/services/storage/index.ts';
import {
  ISSUER,
  issueRequest,
  openApp,
  problem,
  sharedInstallation,
  signInAs,
  type OpenApp,
  type SignedIn,
} from '../support/http.ts';
import { blankFile } from '../support/sealing.ts';

const PROVINCE = '11990000MB0000019F';
const SEAL = '99010000000003';
const PURPOSE = { item: '机构管理', cause: '核对', caseNumber: 'SCOPE-1' };
const BODY = '11990200MB0000401';
/** A bureau of a line in another city. */
const BUREAU = `${BODY}${creditCodeCheck(BODY) ?? ''}`;

/** An alarm that was raised. */
function alarm(subject: string): AlarmRecord {
  const at = new Date().toISOString();
  return {
    ...{
      _id: `ffffffffffff-reads-${subject}`,
      schema: 1,
      version: 1,
      rule: 'reads',
      subject,
      count: 6,
      most: 5,
      within: 3_600_000,
    },
    ...{ usedAt: at, raisedAt: at, outbox: [], pending: false },
  };
}

/** Scopes of accounts of a body of the province, and whether records of the city's regulator are within them. */
const SCOPES = {
  usual: { dataScope: null, own: false, beneath: true },
  own: { dataScope: { kind: 'own' }, own: false, beneath: false },
  city: { dataScope: { kind: 'area', area: '990100' }, own: true, beneath: true },
  'another city': { dataScope: { kind: 'area', area: '990200' }, own: false, beneath: false },
  line: { dataScope: { kind: 'line', line: 'market', area: null }, own: false, beneath: false },
} as const satisfies Readonly<
  Record<string, { readonly dataScope: DataScope | null; readonly own: boolean; readonly beneath: boolean }>
>;
type ScopeName = keyof typeof SCOPES;

/** Roles that reach the own organisation unless told more, and those that reach what is beneath. */
const OWN: readonly StaffRole[] = ['issuer', 'seal-user', 'seal-keeper', 'verifier'];
const BENEATH: readonly StaffRole[] = [
  ...(['seal-approver', 'seal-maker', 'auditor', 'administrator', 'security-administrator'] as const),
];
const ADMINISTRATORS: readonly StaffRole[] = ['auditor', 'administrator', 'security-administrator'];

describe('http: what people reach by their data scopes', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let identifier: string;
  let stamping: string;
  let clerk: string;
  const sessions = new Map<string, SignedIn>();
  before(async () => {
    app = await openApp();
    const issuer = await signInAs(app, 'clerk');
    const issued = await post('/licences', issueRequest(), issuer);
    assert.equal(issued.status, 201, issued.text);
    identifier = (issued.body as { readonly identifier: string }).identifier;
    const sealer = await signInAs(app, 'sealer');
    const stamped = await request(app.server)
      .post(`/api/v1/documents/stamped?seal=${SEAL}&x=50&y=50&page=1&item=x&cause=y`)
      .set('Cookie', sealer.cookie)
      .set('X-CSRF-Token', sealer.csrf)
      .set('Content-Type', 'application/pdf')
      .send(Buffer.from(blankFile(1)));
    assert.equal(stamped.status, 201);
    const [newest] = await app.store.records.find('stampings', { index: 'seal', equals: SEAL, limit: 1 });
    stamping = newest?._id ?? '';
    const [account] = await app.store.records.find('accounts', { index: 'userName', equals: 'clerk', limit: 1 });
    clerk = account?._id ?? '';
    await app.store.records.insert('alarms', alarm(`accounts/${clerk}`));
    await (await sharedInstallation()).relay.drain();
    const admin = await signInAs(app, 'admin');
    const bureau = { code: BUREAU, name: '样例二市市场监管局', bodyClass: 'department', areaCode: '990200', line: 'market.food' };
    assert.equal((await post('/organisations', { ...bureau, purpose: PURPOSE }, admin)).status, 201);
    for (const role of [...OWN, ...BENEATH])
      for (const name of Object.keys(SCOPES) as ScopeName[]) {
        const userName = `scoped-${role}-${name.replace(' ', '-')}`;
        const order = { userName, displayName: 'x', password: null, organisation: PROVINCE, demonstration: true };
        const { dataScope } = SCOPES[name];
        const { password } = await createAccount(app.access, SERVER_ACTOR, { ...order, roles: [role], dataScope });
        const response = await request(app.server).post('/api/v1/session').send({ userName, password }).expect(201);
        const { csrfToken } = response.body as { readonly csrfToken: string };
        const cookie = (response.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '';
        sessions.set(`${role} ${name}`, { cookie, csrf: csrfToken });
      }
  });
  after(async () => {
    await app.store.records.remove('alarms', alarm(`accounts/${clerk}`)._id);
    await app.close();
  });

  const post = (path: string, body: object, who: SignedIn): Promise<Response> =>
    Promise.resolve(
      request(app.server).post(`/api/v1${path}`).set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf).send(body),
    );
  const get = (path: string, { cookie }: SignedIn): Promise<Response> =>
    Promise.resolve(request(app.server).get(`/api/v1${path}`).set('Cookie', cookie));

  /** Routes that show one record or a list, of the city's regulator, and who may call them. */
  const ROUTES: readonly {
    readonly route: string;
    readonly path: () => string;
    readonly roles: readonly StaffRole[];
    /** What of a list is the record that is looked for; absent: the route shows one. */
    readonly listed?: (item: Readonly<Record<string, unknown>>) => boolean;
  }[] = [
    { route: 'an organisation', path: () => `/organisations/${ISSUER}`, roles: [...OWN, ...BENEATH] },
    { route: 'organisations', path: () => '/organisations', roles: [...OWN, ...BENEATH], listed: ({ code }) => code === ISSUER },
    {
      ...{ route: 'a seal', path: () => `/seals/${SEAL}` },
      roles: ['issuer', 'seal-user', 'seal-keeper', 'seal-approver', 'seal-maker'],
    },
    {
      ...{ route: 'seals', path: () => '/seals', listed: ({ owner }) => owner === ISSUER },
      roles: ['issuer', 'seal-user', 'seal-keeper', 'seal-approver', 'seal-maker'],
    },
    {
      ...{ route: 'a grant', path: () => `/seal-grants/demonstration-${SEAL}` },
      roles: ['issuer', 'seal-user', 'seal-keeper', 'auditor'],
    },
    {
      ...{ route: 'grants', path: () => '/seal-grants', listed: ({ seal }) => seal === SEAL },
      roles: ['issuer', 'seal-user', 'seal-keeper', 'auditor'],
    },
    { route: 'a stamping', path: () => `/stampings/${stamping}`, roles: ['seal-user', 'seal-keeper', 'auditor'] },
    {
      ...{ route: 'stampings', path: () => '/stampings?limit=100', listed: ({ seal }) => seal === SEAL },
      roles: ['seal-user', 'seal-keeper', 'auditor'],
    },
    { route: 'a licence', path: () => `/licences/${identifier}?item=x&cause=y`, roles: ['issuer'] },
    {
      ...{ route: 'licences', path: () => '/licences?limit=100', listed: (item) => item['identifier'] === identifier },
      roles: ['issuer'],
    },
    { route: 'an account', path: () => `/accounts/${clerk}`, roles: ADMINISTRATORS },
    { route: 'accounts', path: () => '/accounts?limit=500', listed: ({ id }) => id === clerk, roles: ADMINISTRATORS },
    {
      ...{
        route: 'entries of the journal',
        path: () => `/journal-entries?limit=200&kind=document-stamped&subject=stampings/${stamping}`,
      },
      ...{ listed: ({ subject }) => subject === `stampings/${stamping}`, roles: ['auditor'] },
    },
    {
      ...{ route: 'alarms', path: () => '/alarms?limit=500', roles: ['auditor', 'security-administrator'] },
      listed: ({ subject }) => subject === `accounts/${clerk}`,
    },
    { route: 'API keys', path: () => '/api-keys', listed: ({ organisation }) => organisation === ISSUER, roles: ADMINISTRATORS },
  ];

  for (const { route, path, roles, listed } of ROUTES)
    it(`shows ${route} within the scope, and does not find what is outside`, async () => {
      const wrong: string[] = [];
      for (const role of roles)
        for (const name of Object.keys(SCOPES) as ScopeName[]) {
          const who = sessions.get(`${role} ${name}`);
          assert.ok(who);
          const response = await get(path(), who);
          const isThere = listed
            ? response.status === 200 &&
              (response.body as { readonly items: readonly Record<string, unknown>[] }).items.some(listed)
            : response.status === 200;
          const expected = OWN.includes(role) ? SCOPES[name].own : SCOPES[name].beneath;
          const status = listed || expected ? 200 : 404;
          if (isThere !== expected || response.status !== status) wrong.push(`${role} ${name}: ${response.status} ${isThere}`);
        }
      assert.deepEqual(wrong, []);
    });

  it('reaches a line of business wherever it is', async () => {
    const who = sessions.get('auditor line');
    assert.ok(who);
    const { items } = (await get('/organisations', who)).body as { readonly items: readonly { readonly code: string }[] };
    assert.deepEqual(
      items.map(({ code }) => code),
      [BUREAU],
    );
  });

  it('lets nobody act on what is outside, nor seal for others because he reads of them', async () => {
    const guard = sessions.get('security-administrator another city');
    const admin = sessions.get('administrator another city');
    const keeper = sessions.get('seal-keeper city');
    const sealer = sessions.get('seal-user city');
    assert.ok(guard && admin && keeper && sealer);
    problem(await post(`/accounts/${clerk}/lock`, {}, guard), 'ACCOUNT_NOT_FOUND');
    problem(await post(`/accounts/${clerk}/roles`, { roles: [] }, guard), 'ACCOUNT_NOT_FOUND');
    problem(await post(`/accounts/${clerk}/data-scope`, { dataScope: null }, guard), 'ACCOUNT_NOT_FOUND');
    problem(await post(`/accounts/${clerk}/closure`, {}, admin), 'ACCOUNT_NOT_FOUND');
    problem(await post(`/accounts/${clerk}/organisation`, { organisation: BUREAU }, admin), 'ACCOUNT_NOT_FOUND');
    const order = { userName: 'outside', displayName: 'x' };
    problem(await post('/accounts', { ...order, organisation: ISSUER }, admin), 'ORGANISATION_NOT_FOUND');
    problem(await post('/accounts', { ...order, organisation: null }, admin), 'ORGANISATION_NOT_FOUND');
    const change = { revision: 1, name: '别名', purpose: PURPOSE };
    problem(await post(`/organisations/${ISSUER}/changes`, change, admin), 'ORGANISATION_NOT_FOUND');
    problem(await post(`/seals/${SEAL}/stop`, { purpose: PURPOSE }, keeper), 'SEAL_NOT_FOUND');
    const stamped = await request(app.server)
      .post(`/api/v1/documents/stamped?seal=${SEAL}&x=50&y=50&page=1&item=x&cause=y`)
      .set('Cookie', sealer.cookie)
      .set('X-CSRF-Token', sealer.csrf)
      .set('Content-Type', 'application/pdf')
      .send(Buffer.from(blankFile(1)));
    assert.equal(stamped.status, 404);
  });

  it('is said by the maker of an account, changed by a security administrator, and never wider than the own', async () => {
    const [admin, security] = [await signInAs(app, 'admin'), await signInAs(app, 'security')];
    const dataScope = { kind: 'area', area: '990100' };
    const made = await post('/accounts', { userName: 'told', displayName: 'x', organisation: PROVINCE, dataScope }, admin);
    assert.equal(made.status, 201, made.text);
    const { account } = made.body as { readonly account: { readonly id: string; readonly dataScope: unknown } };
    assert.deepEqual(account.dataScope, dataScope);
    const line = { kind: 'line', line: 'market', area: null };
    problem(await post(`/accounts/${account.id}/data-scope`, { dataScope: line }, admin), 'NOT_ALLOWED');
    const changed = await post(`/accounts/${account.id}/data-scope`, { dataScope: line }, security);
    assert.deepEqual((changed.body as { readonly dataScope: unknown }).dataScope, line);
    problem(
      await post(`/accounts/${account.id}/data-scope`, { dataScope: { kind: 'area', area: '99' } }, security),
      'ORGANISATION_INVALID',
    );
    problem(await post(`/accounts/${account.id}/data-scope`, { dataScope: { kind: 'all' } }, security), 'REQUEST_INVALID');
    const narrow = sessions.get('security-administrator city');
    assert.ok(narrow);
    problem(await post(`/accounts/${clerk}/data-scope`, { dataScope: line }, narrow), 'ACCOUNT_CHANGE_REFUSED');
    assert.equal((await post(`/accounts/${clerk}/data-scope`, { dataScope: { kind: 'own' } }, narrow)).status, 200);
  });
});
