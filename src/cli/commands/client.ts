/** `yinzheng client …` and `yinzheng api-key …`: systems that are let in, by whoever has the machine. */
import { fromUtf8, toBase64 } from '../../base/bytes.ts';
import { awaitsAuthorisation, clientState, isKeyTaken, type ClientKey, type ClientRecord } from '../../domain/client/index.ts';
import {
  addClientKey,
  authoriseClient,
  blockClient,
  changeClient,
  closeClient,
  endApiKey,
  endClientKey,
  getClient,
  listApiKeys,
  listClients,
  makeClient,
  readSharingTerms,
  unblockClient,
  type ClientDependencies,
  type ClientOrder,
  type GivenProof,
} from '../../services/clients/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { SharingTerms } from '../../domain/sharing/index.ts';
import { readDerOrPem } from '../../pki/index.ts';
import type { ApiKeyRecord } from '../../services/storage/index.ts';
import { everyPage, printOver } from '../administration.ts';
import { instant, ordinal, readArguments, required, usage } from '../arguments.ts';
import { operator, type CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';

const ONE = { min: 1, max: 1 } as const;
const TERMS = { 'per-minute': 'text', 'per-day': 'text', until: 'text', scope: 'texts', sharing: 'text', json: 'flag' } as const;

/** `yinzheng client list` */
export async function clientList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return withClients(context, options, async ({ records }) => {
    const clients = await everyPage((page) => listClients(records, operator(context), page));
    return { clients: clients.map((client) => clientFacts(context, client)) };
  });
}

/** `yinzheng client show ID` */
export async function clientShow(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, ONE);
  return withClients(context, options, async ({ records }) =>
    clientFacts(context, await getClient(records, operator(context), positionals[0] ?? '')),
  );
}

/** `yinzheng client create NAME --organisation CODE --scope ACTION` records a system. */
export async function clientCreate(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { organisation: 'text', ...TERMS }, ONE);
  const organisation = required(options.organisation, 'organisation');
  const { perMinute = 600, perDay = null, validUntil = null } = readTerms(options);
  const sharing = await readSharing(context, options.sharing);
  return withClients(context, options, async (deps) => {
    const [name = ''] = positionals;
    const order = { name, organisation, scopes: options.scope, perMinute, perDay, validUntil, sharing };
    return clientFacts(context, await makeClient(deps, operator(context), order));
  });
}

/** `yinzheng client change ID` asks other terms. */
export async function clientChange(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { name: 'text', ...TERMS }, ONE);
  const sharing = await readSharing(context, options.sharing);
  const terms = {
    name: options.name,
    sharing,
    ...readTerms(options),
    ...(options.scope.length > 0 && { scopes: options.scope }),
  };
  return withClients(context, options, async (deps) => {
    const order = await orderOf(deps, operator(context), positionals);
    return clientFacts(context, await changeClient(deps, operator(context), { ...terms, ...order }));
  });
}

/** `yinzheng client authorise ID` lets it in as it asks. */
export const clientAuthorise = changeBy(authoriseClient);

/** `yinzheng client block ID` */
export const clientBlock = changeBy(blockClient);

/** `yinzheng client unblock ID` */
export const clientUnblock = changeBy(unblockClient);

/** `yinzheng client close ID` */
export const clientClose = changeBy(closeClient);

/** `yinzheng client add-key ID` adds a public key, a certificate, or an API key, which is shown this once. */
export async function clientAddKey(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = {
    key: 'text',
    certificate: 'text',
    'api-key': 'flag',
    'key-id': 'text',
    from: 'text',
    until: 'text',
    json: 'flag',
  } as const;
  const { positionals, options } = readArguments(argv, table, ONE);
  const { key, certificate, 'key-id': keyId } = options;
  if ([key, certificate, options['api-key'] || undefined].filter((given) => given !== undefined).length !== 1)
    throw usage('give one of --key, --certificate and --api-key', '--key、--certificate、--api-key 须且仅须给出一个');
  const from = options.from === undefined ? undefined : instant(options.from, 'from');
  const until = options.until === undefined ? undefined : instant(options.until, 'until');
  const given = await readGiven(context, { key, certificate });
  return withClients(context, options, async (deps) => {
    const order = await orderOf(deps, operator(context), positionals);
    const added = await addClientKey(deps, operator(context), { ...order, given, keyId, from, until });
    return {
      ...clientFacts(context, added.client),
      keyId: added.key.id,
      ...(added.secret === null ? {} : { apiKeyText: added.secret }),
    };
  });
}

/** `yinzheng client end-key ID KEY` */
export async function clientEndKey(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, { min: 2, max: 2 });
  return withClients(context, options, async (deps) => {
    const order = await orderOf(deps, operator(context), positionals);
    return clientFacts(context, await endClientKey(deps, operator(context), { ...order, keyId: positionals[1] ?? '' }));
  });
}

/** `yinzheng api-key list` */
export async function apiKeyList(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, { json: 'flag' }, { min: 0, max: 0 });
  return withClients(context, options, async (deps) => {
    const keys = await everyPage((page) => listApiKeys(deps, operator(context), page));
    return { apiKeys: keys.map(apiKeyFacts) };
  });
}

/** `yinzheng api-key end KEY` */
export async function apiKeyEnd(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, ONE);
  return withClients(context, options, async (deps) =>
    apiKeyFacts(await endApiKey(deps, operator(context), positionals[0] ?? '')),
  );
}

function changeBy(act: (deps: ClientDependencies, actor: Actor, order: ClientOrder) => Promise<ClientRecord>) {
  return async (context: CliContext, argv: readonly string[]): Promise<ExitCode> => {
    const { positionals, options } = readArguments(argv, { json: 'flag' }, ONE);
    return withClients(context, options, async (deps) => {
      const order = await orderOf(deps, operator(context), positionals);
      return clientFacts(context, await act(deps, operator(context), order));
    });
  };
}

async function readGiven(
  context: CliContext,
  { key, certificate }: { readonly key: string | undefined; readonly certificate: string | undefined },
): Promise<GivenProof> {
  if (certificate !== undefined) {
    const [der = new Uint8Array()] = readDerOrPem(await context.readFile(certificate), 'CERTIFICATE');
    return { kind: 'certificate', text: toBase64(der) };
  }
  return key === undefined ? { kind: 'secret' } : { kind: 'public-key', text: fromUtf8(await context.readFile(key)) };
}

function readTerms(options: { readonly [K in 'per-minute' | 'per-day' | 'until']?: string | undefined }) {
  const bound = (name: 'per-minute' | 'per-day') => {
    const value = options[name];
    return value === undefined ? undefined : value === 'none' ? null : ordinal(value, name);
  };
  const { until } = options;
  const validUntil = until === undefined ? undefined : until === 'none' ? null : instant(until, 'until');
  return { perMinute: bound('per-minute'), perDay: bound('per-day'), validUntil };
}

/** Terms of sharing from a file; `none` takes them away, undefined leaves them. */
async function readSharing(context: CliContext, path: string | undefined): Promise<SharingTerms | null | undefined> {
  if (path === undefined) return undefined;
  return path === 'none' ? null : readSharingTerms(await context.readFile(path));
}

async function orderOf({ records }: ClientDependencies, actor: Actor, [id = '']: readonly string[]): Promise<ClientOrder> {
  const { revision } = await getClient(records, actor, id);
  return { id, revision };
}

function clientFacts(context: CliContext, client: ClientRecord): Facts {
  const now = context.now();
  const { _id: clientId, name, organisation, asked, authorised, keys } = client;
  return {
    ...{ name, clientId, organisation, clientState: clientState(client, now) },
    ...{ scopes: authorised?.scopes ?? [], scopesAsked: asked.scopes, awaitsAuthorisation: awaitsAuthorisation(client) },
    ...{ perMinute: asked.perMinute, perDay: asked.perDay, validTo: asked.validUntil },
    ...(asked.sharing && { sharedTypes: asked.sharing.types.map(({ code }) => code), sandbox: asked.sharing.sandbox }),
    clientKeys: keys.map((key) => keyFacts(key, now)),
  };
}

function keyFacts(key: ClientKey, now: number): Facts {
  const { id: keyId, proof, from: validFrom, until: validTo, endedAt } = key;
  return { keyId, kind: proof.kind, validFrom, validTo, keyTaken: isKeyTaken(key, now), keyEnded: endedAt !== null };
}

function apiKeyFacts({ _id: keyId, name, organisation, role, createdAt, disabled }: ApiKeyRecord): Facts {
  return { keyId, name, organisation, roles: [role], createdAt, keyEnded: disabled };
}

function withClients(
  context: CliContext,
  { json }: { readonly json: boolean },
  work: (deps: ClientDependencies) => Promise<Facts>,
): Promise<ExitCode> {
  const { crypto } = context;
  return printOver(context, { json, open: () => context.openAccounts() }, (accounts) => work({ ...accounts, crypto }));
}
