/** `yinzheng webhook …` and `yinzheng directory-error …`: what systems are told, and what was wrong with what is reported, for whoever has the machine. */
import { listDirectoryErrors, resolveDirectoryError } from '../../services/sharing/index.ts';
import type { DirectoryErrorRecord, WebhookRecord } from '../../services/storage/index.ts';
import { endWebhook, listWebhooks, replayWebhook } from '../../services/webhooks/index.ts';
import { everyPage, printOver } from '../administration.ts';
import { number, readArguments, required } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';

const NONE = { min: 0, max: 0 } as const;
const ONE = { min: 1, max: 1 } as const;

/** `yinzheng webhook list` */
export async function webhookList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, NONE);
  return printOver(context, { json: options.json, open: () => context.openAccounts() }, async ({ records }) => ({
    webhooks: (await everyPage((page) => listWebhooks({ records }, operator(context), page))).map(webhookFacts),
  }));
}

/** `yinzheng webhook replay ID --from CURSOR` */
export async function webhookReplay(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { from: 'text', json: 'flag' }, ONE);
  const from = Math.trunc(Math.max(0, number(required(options.from, 'from'), 'from')));
  return printOver(context, { json: options.json, open: () => context.openAccounts() }, async (deps) =>
    webhookFacts(await replayWebhook(deps, operator(context), { id: positionals[0] ?? '', from })),
  );
}

/** `yinzheng webhook end ID` */
export async function webhookEnd(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, ONE);
  return printOver(context, { json: options.json, open: () => context.openAccounts() }, async (deps) =>
    webhookFacts(await endWebhook(deps, operator(context), positionals[0] ?? '')),
  );
}

/** `yinzheng directory-error list` */
export async function directoryErrorList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, NONE);
  return printOver(context, { json: options.json, open: () => context.openAccounts() }, async ({ records }) => ({
    directoryErrors: (await everyPage((page) => listDirectoryErrors({ records }, operator(context), page))).map(errorFacts),
  }));
}

/** `yinzheng directory-error resolve ID --item TEXT --cause TEXT` */
export async function directoryErrorResolve(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { item: 'text', cause: 'text', json: 'flag' }, ONE);
  const purpose = { item: required(options.item, 'item'), cause: required(options.cause, 'cause'), caseNumber: null };
  return printOver(context, { json: options.json, open: () => context.openAccounts() }, async (deps) =>
    errorFacts(await resolveDirectoryError(deps, operator(context), { id: positionals[0] ?? '', purpose })),
  );
}

function webhookFacts({ _id: webhookId, client, url, state, cursor, failures, nextAt }: WebhookRecord): Facts {
  return { webhookId, clientId: client, url, webhookState: state, cursor, failures, nextTry: nextAt };
}

function errorFacts({ _id: recordId, identifier, foundBy, remark }: DirectoryErrorRecord): Facts {
  return { recordId, identifier, foundBy, remark };
}
