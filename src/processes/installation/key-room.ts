import { existsSync } from 'node:fs';
import { newFileKey, readFileKey, saveFileKey } from '../../adapters/blobs/index.ts';
import { createAuditLog } from '../../adapters/custody/audit/index.ts';
import {
  createSoftwareCustody,
  custodyWithoutKeys,
  withoutKeys,
  joinCustodies,
  openCustodyFile,
  openSoftwareCustody,
  readOrMakePassphrase,
  readPassphrase,
  type DeviceCustody,
  type KeyRoom,
  type OpenedRoom,
  type SignerPlaces,
  type SigningCustody,
} from '../../adapters/custody/index.ts';
import { createSystemClock } from '../../adapters/platform/clock.ts';
import { createNativeProvider } from '../../crypto/native/index.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { hasLedger, openGrantLedger, type GatedUse, type GrantLedger } from '../../adapters/custody/grants/index.ts';
import type { KeyUse } from '../../services/pki/index.ts';

/** Bytes that are added to the ledger of grants before it is carried on in a new file: a start reads them, and twice as many at most, in a moment. */
const COMPACT_AT = 4 * 1024 * 1024;

/** A room of keys in this process: what a signer serves, and what stands in for one where none is started. */
export interface LocalRoomOptions {
  readonly places: Omit<SignerPlaces, 'audit'> & { readonly audit: string | null };
  readonly onKeyUse?: (use: KeyUse) => void;
}

/**
 * Opens keystore and file key under one passphrase, and the keys that are kept elsewhere, each once. All uses come to one log.
 */
export function localKeyRoom({ places, onKeyUse }: LocalRoomOptions): KeyRoom {
  const crypto = createNativeProvider();
  const clock = createSystemClock();
  const log =
    places.audit === null
      ? null
      : createAuditLog({ folder: places.audit, sm3: (...parts) => crypto.digest('sm3', ...parts), clock });
  const onUse = async (use: KeyUse): Promise<void> => {
    await log?.record(use);
    onKeyUse?.(use);
  };
  const passphrase = once(() =>
    places.makePassphrase ? readOrMakePassphrase(places.passphrase) : readPassphrase(places.passphrase),
  );
  const elsewhereAlone = places.keystoreElsewhere === true;
  const { grants } = places;
  let opened: GrantLedger | null = null;
  const ledger = once(async (): Promise<GrantLedger> => {
    if (elsewhereAlone && places.custodyFile === null) throw withoutKeys();
    if (grants === null) throw new YinzhengError('GRANT_LEDGER_MISSING');
    const { ledger: path, secret: place, mode, operator } = grants;
    const known = await readFileKey(place, await passphrase());
    // Lines without their secret were taken over from somewhere, or it was taken away.
    if (!known && hasLedger(path)) throw new YinzhengError('GRANT_LEDGER_DAMAGED', { path });
    const { secret } = known ?? newFileKey();
    if (!known) await saveFileKey(secret, place, await passphrase());
    // Commands come and go; the file is carried on by who stays.
    opened = openGrantLedger({ path, secret, mode, operator, clock, ...(!operator && { compactAt: COMPACT_AT }) });
    return opened;
  });
  const admit = grants === null ? undefined : async (use: GatedUse) => (await ledger()).admit(use);
  const tools = { clock, crypto, onUse, admit };
  const keystore = async () => ({ path: places.keystore, passphrase: await passphrase(), ...tools });
  const kept = once(async () => (!elsewhereAlone && existsSync(places.keystore) ? openSoftwareCustody(await keystore()) : null));
  let opening: Promise<DeviceCustody> | null = null;
  // Devices lock keys after a few wrong passwords: one that refused is not asked again.
  const elsewhere = once(
    () => {
      opening = places.custodyFile === null ? null : openCustodyFile(places.custodyFile, tools);
      return Promise.resolve(opening);
    },
    (error) => isYinzhengError(error, 'KEY_DEVICE_REFUSED'),
  );
  const all = (own: SigningCustody, other: DeviceCustody | null): SigningCustody => (other ? joinCustodies(own, other) : own);

  async function openWhatIsThere(): Promise<OpenedRoom> {
    const { fileKey } = places;
    const [key, own, other] = await Promise.all([
      fileKey === null ? null : readFileKey(fileKey, await passphrase()),
      kept(),
      elsewhere(),
    ]);
    const custody = elsewhereAlone ? (other ?? custodyWithoutKeys()) : own && all(own, other);
    return { custody, fileKey: key && key.secret };
  }

  async function makeKeystore(): Promise<SigningCustody> {
    return all(await createSoftwareCustody(await keystore()), await elsewhere());
  }

  let room = once(openWhatIsThere);
  return {
    open: () => room(),
    async make(fresh) {
      const present = await room();
      const custody = present.custody ?? (await makeKeystore());
      const { fileKey: path } = places;
      if (fresh && !present.fileKey && path !== null) await saveFileKey(fresh, path, await passphrase());
      const full = { custody, fileKey: present.fileKey ?? fresh };
      room = () => Promise.resolve(full);
      return custody;
    },
    grants: {
      enter: async (order) => (await ledger()).enter(order),
      enrolApprover: async (account, voucher) => (await ledger()).enrolApprover(account, voucher),
      admitElsewhere: async (use) => (await ledger()).admitElsewhere(use),
      standing: async () => (await ledger()).standing(),
      compare: async (known) => (await ledger()).compare(known),
    },
    head: () => Promise.resolve(log?.head() ?? null),
    async close() {
      const other = await opening?.catch(() => null);
      await other?.close();
      await opened?.close();
      await log?.close();
    },
  };
}

/** Does a work once; one that failed is done again when asked for again, but for failures that are final. */
function once<T>(work: () => Promise<T>, isFinal: (error: unknown) => boolean = () => false): () => Promise<T> {
  let done: Promise<T> | null = null;
  return () => {
    if (done) return done;
    const doing = work();
    done = doing;
    doing.catch((error: unknown) => {
      if (!isFinal(error)) done = null;
    });
    return doing;
  };
}
