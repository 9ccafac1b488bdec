/** `yinzheng account …`: accounts, by whoever has the machine. */
import { STAFF_ROLES, type Actor, type DataScope, type StaffRole } from '../../domain/access/index.ts';
import {
  changeDataScope,
  changeRoles,
  createAccount,
  getAccountNamed,
  listAccounts,
  moveAccount,
  removeSecondFactor,
  resetPassword,
  rolesOf,
  stateOf,
} from '../../services/access/index.ts';
import { unlinkIdentity } from '../../services/federation/unlink.ts';
import { closeEverywhere, lockEverywhere, unlockEverywhere } from '../../services/grants/index.ts';
import type { AccountRecord } from '../../services/storage/index.ts';
import { everyPage, printOver } from '../administration.ts';
import { oneOf, readArguments, required, type OptionTable } from '../arguments.ts';
import { operator, type Accounts, type CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';

/** What is done to one account. */
type Act = (deps: Accounts, actor: Actor, id: string) => Promise<AccountRecord>;

const ONE = { min: 1, max: 1 } as const;
const SCOPE = { own: 'flag', area: 'text', line: 'text' } as const satisfies OptionTable;

/** `yinzheng account list` */
export async function accountList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return withAccounts(context, options, async (deps) => {
    const accounts = await everyPage((page) => listAccounts(deps, operator(context), page));
    return { accounts: accounts.map(accountFacts) };
  });
}

/** `yinzheng account create NAME --role ROLE` makes an account and prints its initial password. */
export async function accountCreate(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    { 'display-name': 'text', organisation: 'text', role: 'texts', ...SCOPE, json: 'flag' } as const,
    ONE,
  );
  const [userName = ''] = positionals;
  const roles = readRoles(options.role);
  const displayName = options['display-name'] ?? userName;
  const organisation = options.organisation ?? null;
  const dataScope = readDataScope(options);
  return withAccounts(context, options, async (deps) => {
    const order = { userName, displayName, organisation, roles, dataScope, password: null, demonstration: false };
    const { account, password } = await createAccount(deps, operator(context), order);
    return { ...accountFacts(account), initialPassword: password };
  });
}

/** `yinzheng account roles NAME --role ROLE` gives an account these roles and no other. */
export async function accountRoles(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { role: 'texts', none: 'flag', json: 'flag' }, ONE);
  const roles = readRoles(options.role);
  if (!options.none && roles.length === 0) required(undefined, 'role');
  return withAccounts(context, options, async (deps) => {
    const id = await idOf(context, deps, positionals);
    return accountFacts(await changeRoles(deps, operator(context), { id, roles }));
  });
}

/** `yinzheng account scope NAME (--own | --area CODE | --line CODE | --usual)` says how far an account reaches. */
export async function accountScope(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { ...SCOPE, usual: 'flag', json: 'flag' } as const, ONE);
  const dataScope = readDataScope(options);
  if (dataScope === null && !options.usual) required(undefined, 'area');
  return withAccounts(context, options, async (deps) => {
    const id = await idOf(context, deps, positionals);
    return accountFacts(await changeDataScope(deps, operator(context), { id, dataScope }));
  });
}

/** `yinzheng account move NAME --organisation CODE` gives an account to another organisation; it keeps its roles. */
export async function accountMove(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { organisation: 'text', json: 'flag' }, ONE);
  const organisation = required(options.organisation, 'organisation');
  return withAccounts(context, options, async (deps) => {
    const id = await idOf(context, deps, positionals);
    return accountFacts(await moveAccount(deps, operator(context), { id, organisation }));
  });
}

/** `yinzheng account reset-password NAME` gives a new initial password. */
export async function accountResetPassword(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, ONE);
  return withAccounts(context, options, async (deps) => {
    const { account, password } = await resetPassword(deps, operator(context), await idOf(context, deps, positionals));
    return { ...accountFacts(account), initialPassword: password };
  });
}

/** `yinzheng account lock NAME` */
export const accountLock = changeBy(lockEverywhere);

/** `yinzheng account unlock NAME` */
export const accountUnlock = changeBy((deps, actor, id) => unlockEverywhere(deps, actor, { id, code: null }));

/** `yinzheng account close NAME` */
export const accountClose = changeBy(closeEverywhere);

/** `yinzheng account reset-second-factor NAME` */
export const accountResetSecondFactor = changeBy(removeSecondFactor);

/** `yinzheng account unlink NAME` */
export const accountUnlink = changeBy(unlinkIdentity);

function changeBy(act: Act): (context: CliContext, argv: readonly string[]) => Promise<ExitCode> {
  return async (context, argv) => {
    const { positionals, options } = readArguments(argv, { json: 'flag' }, ONE);
    return withAccounts(context, options, async (deps) =>
      accountFacts(await act(deps, operator(context), await idOf(context, deps, positionals))),
    );
  };
}

function readDataScope({
  own,
  area,
  line,
}: {
  readonly own: boolean;
  readonly area?: string | undefined;
  readonly line?: string | undefined;
}): DataScope | null {
  if (own) return { kind: 'own' };
  if (line !== undefined) return { kind: 'line', line, area: area ?? null };
  return area === undefined ? null : { kind: 'area', area };
}

function readRoles(words: readonly string[]): readonly StaffRole[] {
  return words.map((word) => oneOf(word, STAFF_ROLES, 'role'));
}

async function idOf(context: CliContext, deps: Accounts, [userName = '']: readonly string[]): Promise<string> {
  return (await getAccountNamed(deps, operator(context), userName))._id;
}

function accountFacts(account: AccountRecord): Facts {
  const { _id: accountId, userName, displayName, organisation, dataScope } = account;
  return {
    ...{ userName, displayName, accountId, organisation, roles: rolesOf(account) },
    ...(dataScope && { dataScope: { ...dataScope } }),
    accountState: stateOf(account),
  };
}

function withAccounts(
  context: CliContext,
  { json }: { readonly json: boolean },
  work: (deps: Accounts) => Promise<Facts>,
): Promise<ExitCode> {
  return printOver(context, { json, open: () => context.openAccounts() }, work);
}
