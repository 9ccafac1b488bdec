import type { Zlib } from '../../../base/zlib.ts';
import type { FontSet, SealFill } from '../../../drawing/index.ts';
import type { PreparedTrust } from '../../../pki/index.ts';
import type { CertificateRegister, KeyCustody, KeyDesk, Signer, TrustStore } from '../../pki/index.ts';
import type { GrantCustody } from '../../grants/index.ts';
import type { Random } from '../../platform.ts';
import type { SealPainter } from '../make-picture.ts';
import type { RecordStore } from '../../storage/index.ts';

/** What filing seals and cancelling them takes. */
export interface SealFilingDependencies extends KeyDesk {
  readonly records: RecordStore;
  readonly custody: KeyCustody & Signer;
  readonly signer: Signer;
  readonly trustStore: TrustStore;
  readonly register: CertificateRegister;
  readonly random: Random;
  /** Custody's ledger: the seals of a demonstration are granted to their owners when they are filed. */
  readonly grants: GrantCustody;
}

/** What making seals takes besides; the custody has the seal maker, and the CA of signers where certificates are issued here. */
export interface SealMakingDependencies extends SealFilingDependencies {
  readonly fonts: FontSet;
  readonly zlib: Zlib;
  /** Paints pictures apart from the thread that serves; absent: they are painted where they are asked for. */
  readonly paint?: SealPainter | undefined;
  /** Outlines of the national emblem, for seals of bodies that are entitled to it; null where the installation was not given it. */
  readonly emblem: readonly SealFill[] | null;
  /** Trust as it is now: certificates that it knows to be revoked get no seal. */
  readonly trust: () => Promise<PreparedTrust>;
  /** Base of the addresses where the status of certificates is asked; null for none. */
  readonly statusUrl: string | null;
}
