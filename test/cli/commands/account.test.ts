/** `yinzheng account …`: a production installation gets its first administrators, who go on from there. */
import assert from 'node:assert/strict';
import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { parseConfig } from '../../../src/config/index.ts';
import { installationOpener } from '../../../src/processes/installation/open.ts';
import {
  changePassword,
  changeRoles,
  createAccount,
  signIn,
  type AccessDependencies,
} from '../../../src/services/access/index.ts';
import { enrol } from '../../support/access.ts';
import { run, type Ran } from '../../support/cli.ts';
import { temporaryFolder } from '../../support/temporary.ts';

interface Account {
  readonly userName: string;
  readonly roles: readonly string[];
  readonly accountState: string;
  readonly initialPassword?: string;
}

describe('yinzheng account', function () {
  this.timeout(120_000);
  const home = temporaryFolder();
  const env = {
    NODE_ENV: 'production',
    YINZHENG_PUBLIC_URL: 'https://licence.example',
    YINZHENG_KEYSTORE_PASSPHRASE_FILE: join(home, 'passphrase'),
  };
  before(() => {
    writeFileSync(env.YINZHENG_KEYSTORE_PASSPHRASE_FILE, 'a passphrase for tests only\n');
    chmodSync(env.YINZHENG_KEYSTORE_PASSPHRASE_FILE, 0o600);
  });
  const account = (...argv: readonly string[]): Promise<Ran> => run(['account', ...argv], { cwd: home, env });
  const facts = async <T = Account>(...argv: readonly string[]): Promise<T> => {
    const { code, out, err } = await account(...argv, '--json');
    assert.deepEqual([code, err], [0, ''], argv.join(' '));
    return JSON.parse(out) as T;
  };
  const serve = async <T>(work: (access: AccessDependencies) => Promise<T>): Promise<T> => {
    const verifier = fileURLToPath(new URL('../../../src/processes/verifier.ts', import.meta.url));
    const config = parseConfig({ env, cwd: home, readText: () => null });
    const opened = await installationOpener({ verifier })(config, pino({ level: 'silent' }));
    try {
      assert.equal(opened.credentials, null);
      return await work(opened.dependencies.access);
    } finally {
      await opened.stop();
    }
  };
  const enter = async (access: AccessDependencies, { userName, initialPassword = '' }: Account) => {
    const person = await signIn(access, { userName, password: initialPassword, address: 'test', previous: null });
    const chosen = await changePassword(access, person, { present: initialPassword, next: `chosen by ${userName}` });
    assert.equal(chosen.actor.capacity, 'public');
    return (await enrol(access, chosen)).person;
  };

  it('says that there is no installation before a server made one', async () => {
    const { code, err } = await account('list');
    assert.equal(code, 3);
    assert.match(err, /INSTALLATION_MISSING|KEYS_MISSING|DATA_MISSING/);
  });

  it('makes the first administrators of an empty installation, who let others in', async () => {
    await serve(() => Promise.resolve());
    assert.deepEqual(await facts<object>('list'), { accounts: [] });
    const admin = await facts('create', 'Root', '--role', 'administrator', '--display-name', '张样');
    const security = await facts('create', 'guard', '--role', 'security-administrator');
    assert.deepEqual([admin.userName, admin.roles, admin.accountState], ['root', ['administrator'], 'initial']);
    await serve(async (access) => {
      const [system, guard] = [await enter(access, admin), await enter(access, security)];
      const order = { userName: 'clerk', displayName: 'x', organisation: null, password: null, roles: [], demonstration: false };
      const made = await createAccount(access, system.actor, order);
      await changeRoles(access, guard.actor, { id: made.account._id, roles: ['issuer'] });
    });
    const { accounts } = await facts<{ readonly accounts: readonly Account[] }>('list');
    const rows = accounts.map(({ userName, roles, accountState }) => [userName, roles.join(), accountState].join(' '));
    assert.deepEqual(rows.sort(), ['clerk issuer initial', 'guard security-administrator active', 'root administrator active']);
  });

  it('changes roles, locks, unlocks, resets a password and closes', async () => {
    assert.deepEqual((await facts('roles', 'clerk', '--role', 'issuer', '--role', 'seal-user')).roles, ['issuer', 'seal-user']);
    assert.deepEqual((await facts('roles', 'clerk', '--none')).roles, []);
    assert.equal((await facts('lock', 'root')).accountState, 'locked');
    assert.equal((await facts('unlock', ' ROOT ')).accountState, 'active');
    assert.equal((await facts('reset-second-factor', 'root')).accountState, 'active');
    const reset = await facts('reset-password', 'root');
    assert.equal(reset.accountState, 'initial');
    const clerk = await facts<Account & { readonly accountId: string }>('close', 'clerk');
    assert.equal(clerk.accountState, 'closed');
    const locked = await facts<Account & { readonly accountId: string }>('lock', 'guard');
    const { createCliContext } = await import('../../../src/processes/cli/context.ts');
    const out = (): undefined => undefined;
    const opened = await createCliContext({ env, cwd: home, version: () => '', out, err: out }).openGrants();
    const standing = await opened.value.grants.standing();
    await opened.close();
    assert.deepEqual([standing.barred, standing.locked], [[clerk.accountId], [locked.accountId]]);
    assert.equal((await facts('unlock', 'guard')).accountState, 'active');
    await serve(async (access) => {
      const old = { userName: 'root', password: 'chosen by root', address: 'test', previous: null };
      await assert.rejects(signIn(access, old), (error) => isYinzhengError(error, 'SIGN_IN_REFUSED'));
      assert.equal((await enter(access, reset)).actor.capacity, 'administrator');
    });
  });

  it('says how far an account reaches', async () => {
    type Scoped = Account & { readonly dataScope?: unknown };
    const made = await facts<Scoped>('create', 'reaching', '--role', 'auditor', '--area', '990100');
    assert.deepEqual(made.dataScope, { kind: 'area', area: '990100' });
    const line = await facts<Scoped>('scope', 'reaching', '--line', 'housing', '--area', '990100');
    assert.deepEqual(line.dataScope, { kind: 'line', line: 'housing', area: '990100' });
    assert.match((await account('list')).out, /Line of business: housing/);
    assert.deepEqual((await facts<Scoped>('scope', 'reaching', '--own')).dataScope, { kind: 'own' });
    assert.equal((await facts<Scoped>('scope', 'reaching', '--usual')).dataScope, undefined);
    assert.match((await account('scope', 'reaching', '--area', '99')).err, /area code/);
    assert.match((await account('scope', 'reaching')).err, /--area/);
  });

  it('gives an account to another organisation, and keeps its roles', async () => {
    const CODE = '11990100MB0000035A';
    await facts('create', 'mover', '--role', 'issuer');
    const { code, err } = await account('move', 'mover', '--organisation', CODE);
    assert.equal(code, 3);
    assert.match(err, /no organisation/);
    const area = ['--class', 'department', '--area', '990100'];
    assert.equal((await run(['organisation', 'create', CODE, '--name', '样例局', ...area], { cwd: home, env })).code, 0);
    const moved = await facts<{ readonly organisation: string; readonly roles: readonly string[] }>(
      ...['move', 'mover', '--organisation', CODE],
    );
    assert.deepEqual([moved.organisation, moved.roles], [CODE, ['issuer']]);
  });

  it('tells people what they have to know, and refuses what does not go together', async () => {
    const made = await account('create', 'watcher', '--role', 'auditor');
    assert.match(made.out, /Initial password, shown this once[^:]*: \w{4}(-\w{4}){3}/);
    const wrong: readonly (readonly [readonly string[], RegExp])[] = [
      [['create', 'x2', '--role', 'auditor', '--role', 'issuer'], /kept apart/],
      [['create', 'x2', '--role', 'system'], /--role is one of issuer/],
      [['create', 'watcher'], /taken|exists|already/i],
      [['roles', 'watcher'], /--role is missing/],
      [['lock', 'nobody'], /no such account/],
      [['close'], /yinzheng account close NAME/],
    ];
    for (const [argv, reason] of wrong) {
      const { code, err } = await account(...argv);
      assert.equal(code, 3, argv.join(' '));
      assert.match(err, reason, argv.join(' '));
    }
  });

  it('takes away who an account is at the identity provider, by the name that only it has then', async () => {
    const { accountId } = await facts<{ readonly accountId: string }>('create', 'linked');
    const name = `identity:${'0'.repeat(32)}`;
    await serve(async ({ records }) => {
      const known = await records.get('accounts', accountId);
      assert.ok(known);
      await records.replace('accounts', { ...known, version: known.version + 1, linked: '0'.repeat(32) });
      await records.insert('claims', { _id: name, schema: 1, version: 1, owner: accountId, claimedAt: '2026-01-01T00:00:00Z' });
    });
    await facts('unlink', 'linked');
    await serve(async ({ records }) => {
      assert.equal((await records.get('accounts', accountId))?.linked, undefined);
      assert.equal(await records.get('claims', name), null);
    });
    assert.match((await account('unlink', 'nobody')).err, /ACCOUNT_NOT_FOUND/);
  });
});
