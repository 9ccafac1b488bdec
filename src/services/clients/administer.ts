/** Systems: made and changed by system administrators, let in and blocked by security administrators (三员分立). */
import { bilingual } from '../../base/errors/index.ts';
import { toHex } from '../../base/bytes.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { awaitsAuthorisation, isWaiting, sameTerms, type ClientRecord, type ClientTerms } from '../../domain/client/index.ts';
import type { EventFacts } from '../../domain/journal/index.ts';
import { findInScope } from '../organisations/find.ts';
import { refuseEnded } from '../organisations/index.ts';
import type { ClientDependencies } from './ports.ts';
import { readTerms, type AskedTerms } from './terms.ts';
import { changeClientRecord, clientRefused, withEvent, type ClientOrder } from './write.ts';

const ID_BYTES = 8;

/** A system to be made. */
export interface NewClient extends AskedTerms {
  readonly name: string;
  /** Unified social credit code of the organisation that it acts for. */
  readonly organisation: string;
}

/** What is to be different; what is absent stays. */
export type ClientTermsChange = ClientOrder & { readonly [K in keyof AskedTerms]?: AskedTerms[K] | undefined } & {
  readonly name?: string | undefined;
};

/**
 * Makes a system. It is let in when a security administrator has authorised it.
 * @throws {YinzhengError} NOT_ALLOWED, ORGANISATION_NOT_FOUND, ORGANISATION_ENDED, CLIENT_INVALID
 */
export async function makeClient(deps: ClientDependencies, actor: Actor, order: NewClient): Promise<ClientRecord> {
  const { record: owner } = await findInScope(deps.records, actor, { action: 'client:manage', code: order.organisation });
  const now = deps.clock.now();
  refuseEnded(owner, now);
  const asked = readTerms(order, now);
  const { name, organisation } = order;
  const made: ClientRecord = {
    ...{ _id: toHex(deps.random.bytes(ID_BYTES)), schema: 1, version: 1, revision: 1, name, organisation, asked },
    ...{ authorised: null, blocked: false, keys: [], createdAt: isoInstant(now), outbox: [], pending: true },
  };
  const written = withEvent(deps, made, { actor, event: { kind: 'client-recorded', facts: { name, ...factsOf(asked) } } });
  await deps.records.insert('clients', written);
  deps.journal.poke();
  return written;
}

/**
 * Changes what is asked for a system; until it is authorised, what was authorised before is in force.
 * @throws {YinzhengError} NOT_ALLOWED, CLIENT_NOT_FOUND, CLIENT_CHANGE_REFUSED, CLIENT_INVALID, VERSION_CONFLICT
 */
export async function changeClient(deps: ClientDependencies, actor: Actor, change: ClientTermsChange): Promise<ClientRecord> {
  return changeClientRecord(deps, { actor, action: 'client:manage', order: change }, (record) => {
    const { asked: before } = record;
    const until = before.validUntil === null ? null : Date.parse(before.validUntil);
    const { scopes = before.scopes, perMinute = before.perMinute, perDay = before.perDay, validUntil = until } = change;
    const { name = record.name, sharing = before.sharing } = change;
    // An end that stays as it is may be past already.
    const asked = readTerms({ scopes, perMinute, perDay, validUntil, sharing }, validUntil === until ? 0 : deps.clock.now());
    if (sameTerms(asked, before) && name === record.name) return null;
    return { fields: { name, asked }, event: { kind: 'client-changed', facts: { name, ...factsOf(asked) } } };
  });
}

/**
 * Authorises what is asked for a system, and its keys that wait.
 * @throws {YinzhengError} NOT_ALLOWED, CLIENT_NOT_FOUND, CLIENT_CHANGE_REFUSED when nothing waits, VERSION_CONFLICT
 */
export async function authoriseClient(deps: ClientDependencies, actor: Actor, order: ClientOrder): Promise<ClientRecord> {
  return changeClientRecord(deps, { actor, action: 'client:authorise', order }, (record) => {
    if (!awaitsAuthorisation(record)) throw clientRefused(bilingual('nothing waits to be authorised', '没有待授权的事项'));
    const authorisedAt = isoInstant(deps.clock.now());
    const waiting = record.keys.filter(isWaiting).map(({ id }) => id);
    return {
      fields: {
        authorised: record.asked,
        keys: record.keys.map((key) => (isWaiting(key) ? { ...key, authorisedAt } : key)),
      },
      event: { kind: 'client-authorised', facts: { ...factsOf(record.asked), keys: waiting } },
    };
  });
}

/**
 * Blocks a system: nothing of it is let in from now on, its tokens neither.
 * @throws {YinzhengError} NOT_ALLOWED, CLIENT_NOT_FOUND, CLIENT_CHANGE_REFUSED, VERSION_CONFLICT
 */
export async function blockClient(deps: ClientDependencies, actor: Actor, order: ClientOrder): Promise<ClientRecord> {
  return changeClientRecord(deps, { actor, action: 'client:authorise', order }, ({ blocked }) =>
    blocked ? null : { fields: { blocked: true }, event: { kind: 'client-blocked', facts: {} } },
  );
}

/**
 * Lets a blocked system in again.
 * @throws {YinzhengError} NOT_ALLOWED, CLIENT_NOT_FOUND, CLIENT_CHANGE_REFUSED, VERSION_CONFLICT
 */
export async function unblockClient(deps: ClientDependencies, actor: Actor, order: ClientOrder): Promise<ClientRecord> {
  return changeClientRecord(deps, { actor, action: 'client:authorise', order }, ({ blocked }) =>
    blocked ? { fields: { blocked: false }, event: { kind: 'client-unblocked', facts: {} } } : null,
  );
}

/**
 * Closes a system for good.
 * @throws {YinzhengError} NOT_ALLOWED, CLIENT_NOT_FOUND, CLIENT_CHANGE_REFUSED, VERSION_CONFLICT
 */
export async function closeClient(deps: ClientDependencies, actor: Actor, order: ClientOrder): Promise<ClientRecord> {
  const closedAt = isoInstant(deps.clock.now());
  return changeClientRecord(deps, { actor, action: 'client:manage', order }, () => ({
    fields: { closedAt },
    event: { kind: 'client-closed', facts: {} },
  }));
}

function factsOf({ scopes, perMinute, perDay, validUntil, sharing }: ClientTerms): EventFacts {
  return {
    ...{ scopes, perMinute, perDay, validUntil },
    ...(sharing && {
      sharedTypes: sharing.types.map(({ code, fields, files }) => `${code} ${fields?.join(',') ?? '*'}${files ? ' files' : ''}`),
      ...{ matters: sharing.matters ?? '*', directory: sharing.directory, sandbox: sharing.sandbox },
    }),
  };
}
