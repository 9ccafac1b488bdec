/** `yinzheng grant …`: grants of the use of seals, by whoever has the machine; who confirms proves it by his code. */
import { isYinzhengError } from '../../base/errors/index.ts';
import { APPROVAL_MODES, type GrantRecord } from '../../domain/grant/index.ts';
import {
  accountOf,
  compareLedger,
  confirmGrant,
  endGrant,
  endInCustody,
  enrolApprover,
  getCountedGrant,
  listGrants,
  proposeGrant,
  readAuthority,
  setLedgerClock,
  takeOverLedger,
  type GrantDependencies,
} from '../../services/grants/index.ts';
import { everyPage, printOver } from '../administration.ts';
import { oneOf, readArguments, required, usage } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';

const ONE = { min: 1, max: 1 } as const;
const NONE = { min: 0, max: 0 } as const;

/** `yinzheng grant list [--seal CODE]` */
export async function grantList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { seal: 'text', json: 'flag' }, NONE);
  return withGrants(context, options, async ({ records }) => {
    const grants = await everyPage((page) => listGrants(records, operator(context), { ...page, seal: options.seal }));
    return { grants: grants.map(grantFacts) };
  });
}

/** `yinzheng grant show ID` */
export async function grantShow(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, ONE);
  return withGrants(context, options, async (deps) => {
    const { grant, used } = await getCountedGrant(deps, operator(context), positionals[0] ?? '');
    return { ...grantFacts(grant), used };
  });
}

/** `yinzheng grant propose --seal CODE --from TIME --to TIME …` */
export async function grantPropose(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(
    argv,
    {
      ...{ seal: 'text', user: 'texts', organisation: 'texts', system: 'texts', documents: 'flag', 'licence-type': 'texts' },
      ...{ from: 'text', to: 'text', uses: 'text', approval: 'text', approver: 'texts', two: 'flag' },
      ...{ item: 'text', cause: 'text', case: 'text', json: 'flag' },
    } as const,
    NONE,
  );
  const types = options['licence-type'];
  const order = {
    seal: required(options.seal, 'seal'),
    ...{ users: options.user, organisations: options.organisation, systems: options.system, documents: options.documents },
    licenceTypes: types.includes('all') ? ('all' as const) : types,
    validFrom: instantOf(options.from, 'from') ?? new Date(context.now()).toISOString(),
    validTo: instantOf(required(options.to, 'to'), 'to') ?? '',
    uses: options.uses === undefined ? null : Number(options.uses),
    approval: oneOf(options.approval ?? 'automatic', APPROVAL_MODES, 'approval'),
    approvers: options.approver,
    approvals: options.two ? (2 as const) : (1 as const),
    purpose: { item: options.item ?? 'grant', cause: options.cause ?? 'command line', caseNumber: options.case ?? null },
  };
  return withGrants(context, options, async (deps) => grantFacts(await proposeGrant(deps, operator(context), order)));
}

/** `yinzheng grant confirm ID --approver NAME --code CODE`: somebody who was enrolled as an approver confirms by his code. */
export async function grantConfirm(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { approver: 'text', code: 'text', json: 'flag' } as const, ONE);
  const [id = ''] = positionals;
  const name = required(options.approver, 'approver');
  return withGrants(context, options, async (deps) => {
    const account = await accountOf(deps.records, name);
    return grantFacts(await confirmGrant(deps, operator(context), { id, account, code: options.code ?? null }));
  });
}

/** `yinzheng grant end ID --reason TEXT` */
export async function grantEnd(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { reason: 'text', json: 'flag' } as const, ONE);
  const [id = ''] = positionals;
  const reason = required(options.reason, 'reason');
  return withGrants(context, options, async (deps) => {
    const inCustody = await endInCustody(deps, operator(context), id);
    try {
      return grantFacts(await endGrant(deps, operator(context), { id, reason }));
    } catch (error) {
      // What only custody has has no record to be shown.
      if (inCustody && isYinzhengError(error, 'GRANT_NOT_FOUND', 'GRANT_NOT_POSSIBLE')) return { grant: id, grantState: 'ended' };
      throw error;
    }
  });
}

/** `yinzheng grant ledger [--take-over] [--set-clock]`: which ledger is the installation's, which is here, and whether it is fit for use. */
export async function grantLedger(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { 'take-over': 'flag', 'set-clock': 'flag', json: 'flag' } as const, NONE);
  return withGrants(context, options, async (deps) => {
    const { authority, own } = await (options['take-over'] ? takeOverLedger(deps, operator(context)) : readAuthority(deps));
    if (options['set-clock']) await setLedgerClock(deps, operator(context));
    const { verdict, head, clockBackMs } = await compareLedger(deps);
    return {
      ...{ ledger: authority, ledgerHere: own, ledgerLines: head?.lines ?? 0, ledgerVerdict: verdict },
      ...(clockBackMs > 0 && { clockBackSeconds: Math.round(clockBackMs / 1000) }),
    };
  });
}

/** `yinzheng approver enrol NAME`: makes an authenticator for an approver, in custody, and prints its secret this once. */
export async function approverEnrol(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, ONE);
  return withGrants(context, options, async (deps) => {
    const { account, userName, secret, uri } = await enrolApprover(deps, operator(context), {
      name: positionals[0] ?? '',
      voucher: null,
    });
    return { userName, accountId: account, authenticatorSecret: secret, authenticatorUri: uri };
  });
}

/** `yinzheng approver list` */
export async function approverList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, NONE);
  return withGrants(context, options, async ({ grants, records }) => {
    const accounts = await Promise.all((await grants.standing()).approvers.map((account) => records.get('accounts', account)));
    return {
      accounts: accounts.flatMap((account) => (account ? [{ userName: account.userName, accountId: account._id }] : [])),
    };
  });
}

function instantOf(text: string | undefined, name: string): string | undefined {
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw usage(`--${name} is no time: ${text}`, `--${name} 不是时间：${text}`);
  return new Date(at).toISOString();
}

function grantFacts(grant: GrantRecord): Facts {
  const { _id, seal, owner, users, organisations, systems, documents, licenceTypes, approval, approvers, uses } = grant;
  return {
    ...{ grant: _id, grantState: grant.state, origin: grant.origin, sealCode: seal, owner },
    ...{ users, organisationCodes: organisations, systems, documents },
    licenceTypes: licenceTypes === 'all' ? ['all'] : licenceTypes,
    ...{ validFrom: grant.validFrom, validTo: grant.validTo, uses, approval, approvers, approvals: grant.approvals },
  };
}

function withGrants(
  context: CliContext,
  { json }: { readonly json: boolean },
  work: (deps: GrantDependencies) => Promise<Facts>,
): Promise<ExitCode> {
  return printOver(context, { json, open: () => context.openGrants() }, work);
}
