import { auditTrail } from '../../adapters/custody/audit/index.ts';
import { createSignerProcess, type KeyRoom, type SignerPlaces } from '../../adapters/custody/index.ts';
import type { Config } from '../../config/index.ts';
import { createNativeProvider } from '../../crypto/native/index.ts';
import type { AuditTrail, KeyUse } from '../../services/pki/index.ts';
import { localKeyRoom } from './key-room.ts';
import { keyPlaces } from './places.ts';

/** Where the keys of an installation are, and the log of their uses. */
export interface Keys {
  readonly room: KeyRoom;
  /** Starts of the signer so far; 0 where the keys are in this process. */
  readonly signerStarts: () => number;
  readonly audit: AuditTrail;
}

/** How keys are opened. */
export interface KeysOptions {
  /** Whether an installation is made where there is none; commands only open what the server made. */
  readonly create: boolean;
  readonly onError: (error: unknown) => void;
  /** Told of each use where the keys are in this process. */
  readonly onKeyUse?: (use: KeyUse) => void;
  /** `elsewhere`: the keystore is not opened, wherever it is; the custody file may name other keys. */
  readonly keystore?: 'here' | 'elsewhere';
  /** Program of the signer; the keys are in this process, and no log of their uses is written, when absent. */
  readonly signer?: string | undefined;
}

/** Opens the way to the keys; what is wrong with them shows when the room is opened. Rejects with SIGNER_UNAVAILABLE. */
export async function openKeys(config: Config, options: KeysOptions): Promise<Keys> {
  const { keystore, passphrase, fileKey, audit, ledger, ledgerSecret } = keyPlaces(config);
  const { mode } = config;
  const keystoreElsewhere = options.keystore === 'elsewhere';
  // A server without the keystore makes no installation, and is no operator for that.
  const grants = { ledger, secret: ledgerSecret, mode, operator: !options.create && !keystoreElsewhere };
  const makePassphrase = config.keystorePassphraseFile === null && options.create;
  const { custodyFile } = config;
  const { room, starts } = await openRoom(
    { keystore, keystoreElsewhere, passphrase, makePassphrase, fileKey, custodyFile, audit, grants },
    options,
  );
  const crypto = createNativeProvider();
  return { room, signerStarts: starts, audit: auditTrail(audit, (...parts) => crypto.digest('sm3', ...parts)) };
}

/** A room at its places, in a signer where there is a program for one. */
export async function openRoom(
  places: SignerPlaces,
  { signer, onError, onKeyUse }: Pick<KeysOptions, 'signer' | 'onError' | 'onKeyUse'>,
): Promise<{ readonly room: KeyRoom; readonly starts: () => number }> {
  if (signer === undefined) {
    const room = localKeyRoom({ places: { ...places, audit: null }, ...(onKeyUse ? { onKeyUse } : {}) });
    return { room, starts: () => 0 };
  }
  const room = await createSignerProcess({ program: signer, places, onError });
  return { room, starts: room.starts };
}
