/** Files that are shared: at once, or under an address for minutes. */
import { toHex, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { clientActor, clientState } from '../../domain/client/index.ts';
import { holdersOf, maskPurpose, originalFile, type LicenceFile } from '../../domain/licence/index.ts';
import type { SharingOperation } from '../../domain/sharing/index.ts';
import { readTransient, transient } from '../transients/index.ts';
import { findShared, type FoundShared } from './find.ts';
import type { SharingDependencies } from './ports.ts';
import { patiently, record, sharerOf, type Shared, type Sharer } from './sharer.ts';

/** How long an address is good for, ms. */
export const ADDRESS_LIFE = 300_000;
const SECRET_BYTES = 32;

/** Which file, and what for. */
export interface SharedFileOrder {
  readonly identifier: string;
  readonly purpose: Purpose;
}

/** A file as it is given. */
export interface SharedFile {
  readonly bytes: Uint8Array;
  readonly file: LicenceFile;
  readonly identifier: string;
}

/** An address under which the file is to be had until then, ms. */
export interface SharedAddress {
  readonly address: string;
  readonly expiresAt: Instant;
  readonly file: LicenceFile;
  readonly identifier: string;
}

/**
 * The sealed original (文件下载), exactly as issued; recorded with its purpose before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_NOT_FOUND, FILE_NOT_FOUND where files of its type are not shared, IDENTIFIER_INVALID, BLOB_NOT_FOUND, BLOB_DAMAGED, SERVICE_BUSY
 */
export async function shareFile(deps: SharingDependencies, actor: Actor, order: SharedFileOrder): Promise<Shared<SharedFile>> {
  const sharer = await sharerOf(deps, actor, order.purpose);
  return patiently(deps, { actor, operation: 'file', input: order }, () => give(deps, sharer, { ...order, operation: 'file' }));
}

/**
 * An address of the same (下载地址) that needs no credential, for five minutes; who fetches there is recorded as this system, for this purpose.
 * @throws {YinzhengError} as {@link shareFile}
 */
export async function shareFileAddress(
  deps: SharingDependencies,
  actor: Actor,
  order: SharedFileOrder,
): Promise<Shared<SharedAddress>> {
  const sharer = await sharerOf(deps, actor, order.purpose);
  return patiently(deps, { actor, operation: 'fileAddress', input: order }, async () => {
    const found = await findShared(sharer, order.identifier);
    if (found === null) return null;
    const file = sharedOriginal(found);
    const secret = toHex(deps.random.bytes(SECRET_BYTES));
    const expiresAt = deps.clock.now() + ADDRESS_LIFE;
    const { licence, edition } = found;
    const { identifier } = edition;
    const holders = holdersOf(licence, edition);
    const purpose = maskPurpose(order.purpose, holders);
    await deps.store.records.insert(
      'transients',
      transient(addressId(deps, secret), expiresAt, { kind: 'shared-file', client: actor.client, identifier, purpose }),
    );
    await record(deps, sharer, {
      ...{ operation: 'fileAddress', kind: 'sharing-used', subject: `licences/${licence._id}`, purpose: order.purpose },
      ...{ holders, facts: { identifier, until: isoInstant(expiresAt) } },
    });
    return { address: `${deps.publicUrl}/share/v1/files/${secret}`, expiresAt, file, identifier };
  });
}

/**
 * The file under an address, as long as the system is let in and the type shared with it.
 * @throws {YinzhengError} FILE_NOT_FOUND for an address that never was or is over, LICENCE_NOT_FOUND, NOT_ALLOWED, BLOB_NOT_FOUND, BLOB_DAMAGED
 */
export async function fetchSharedFile(deps: SharingDependencies, secret: string): Promise<SharedFile> {
  const { records } = deps.store;
  const known = /^[0-9a-f]{64}$/.test(secret)
    ? await readTransient({ ...deps, records }, addressId(deps, secret), 'shared-file')
    : null;
  const client = known && (await records.get('clients', known.client));
  if (!known || !client?.authorised || clientState(client, deps.clock.now()) !== 'active')
    throw new YinzhengError('FILE_NOT_FOUND');
  const sharer = await sharerOf(deps, clientActor(client, client.authorised.scopes), known.purpose);
  const given = await give(deps, sharer, { identifier: known.identifier, purpose: known.purpose, operation: 'fileAddress' });
  if (given === null) throw new YinzhengError('FILE_NOT_FOUND');
  return given;
}

async function give(
  deps: SharingDependencies,
  sharer: Sharer,
  { identifier, purpose, operation }: SharedFileOrder & { readonly operation: SharingOperation },
): Promise<SharedFile | null> {
  const found = await findShared(sharer, identifier);
  if (found === null) return null;
  const file = sharedOriginal(found);
  const bytes = await sharer.source.file(file);
  const { licence, edition } = found;
  await record(deps, sharer, {
    ...{ operation, kind: 'licence-read', subject: `licences/${licence._id}`, purpose, holders: holdersOf(licence, edition) },
    facts: { identifier: edition.identifier, what: 'file', sm3: file.digest },
  });
  return { bytes, file, identifier: edition.identifier };
}

function sharedOriginal({ edition, type }: FoundShared): LicenceFile {
  const file = type.files ? originalFile(edition) : undefined;
  if (!file) throw new YinzhengError('FILE_NOT_FOUND');
  return file;
}

/** Id of the record of an address. */
function addressId({ crypto }: Pick<SharingDependencies, 'crypto'>, secret: string): string {
  return `share-file:${toHex(crypto.digest('sm3', utf8(secret)))}`;
}
