/** Seals as the register keeps them: one document with all versions of a seal. */
import type { DomainEvent } from '../journal/index.ts';

/**
 * State of a seal version in its life: made and not filed yet (已制作), in use since it was filed (已备案、启用), stopped for a time (停用),
 * cancelled (注销), lost (遗失), its key in other hands (失控), or another version took its place.
 */
export type SealState = 'made' | 'in-use' | 'suspended' | 'cancelled' | 'lost' | 'compromised' | 'replaced';

/** A seal made once: picture, certificates, key. Binary values in Base64. */
export interface SealVersion {
  /** 1 for the first making. */
  readonly number: number;
  /** SESeal, DER. */
  readonly seal: string;
  /** SM3 of the SESeal, hexadecimal. */
  readonly sealDigest: string;
  /** Signer's certificate, DER. */
  readonly certificate: string;
  /** The signer's key in custody; null where its holder has it, in a UKey for instance. */
  readonly keyId: string | null;
  /** ISO 8601. */
  readonly validFrom: string;
  readonly validTo: string;
  readonly madeAt: string;
  readonly state: SealState;
}

/** A seal (电子印章), aggregate. */
export interface SealRecord {
  /** esID: seal code, 14 digits beginning with the area code. */
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly name: string;
  /** Owner: unified social credit code. */
  readonly owner: string;
  readonly kind: 'statutory-name' | 'department' | 'special-purpose';
  /** Size of the picture in mm. */
  readonly width: number;
  readonly height: number;
  readonly demonstration: boolean;
  readonly versions: readonly SealVersion[];
  readonly outbox: readonly DomainEvent[];
  /** True while the outbox holds events that the journal may lack. */
  readonly pending: boolean;
}

/** The version of a seal that somebody may use, now or when it is no longer stopped; null when there is none. */
export function currentVersion(record: SealRecord): SealVersion | null {
  return record.versions.find(({ state }) => state === 'in-use' || state === 'suspended') ?? null;
}

/** The version of a seal that is in use, null when there is none. */
export function sealInUse(record: SealRecord): SealVersion | null {
  return record.versions.find(({ state }) => state === 'in-use') ?? null;
}
