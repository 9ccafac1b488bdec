/** Seals as the register keeps them: one document with all versions of a seal. */
import type { DomainEvent } from '../journal/index.ts';
import type { SealState, SealStep } from './life.ts';

/**
 * What a seal stands for: an organisation by its statutory name (法定名称章), a department of it (部门章), one kind of business
 * (业务专用章), its legal representative by name (法定代表人名章).
 */
export const SEAL_KINDS = ['statutory-name', 'department', 'special-purpose', 'personal-name'] as const;

/** What a seal stands for. */
export type SealKind = (typeof SEAL_KINDS)[number];

/** A seal made once: picture, certificates, key. Binary values in Base64. */
export interface SealVersion {
  /** 1 for the first making. */
  readonly number: number;
  /** Application that it was made by; absent where there was none. */
  readonly application?: string;
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

/** That something in the life of a seal was filed (备案). */
export interface SealFiling {
  /** Rises by one with each of the seal. */
  readonly number: number;
  readonly step: SealStep;
  /** Number of the version that it is about. */
  readonly version: number;
  readonly from: SealState;
  readonly to: SealState;
  /** ISO 8601: since when it is so, and when it was filed. */
  readonly since: string;
  readonly at: string;
  /** Day of `at`, by which it is found. */
  readonly day: string;
  /** Account and organisation that did it; null where it was none. */
  readonly by: { readonly person: string | null; readonly organisation: string | null };
  readonly cause: string;
  readonly caseNumber: string | null;
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
  readonly kind: SealKind;
  /** Size of the picture in mm. */
  readonly width: number;
  readonly height: number;
  readonly demonstration: boolean;
  readonly versions: readonly SealVersion[];
  /** What was filed of it; absent in records of before there was filing. */
  readonly filings?: readonly SealFiling[];
  /** True while custody is to be told of a version that has ended; absent otherwise. */
  readonly untold?: true;
  readonly outbox: readonly DomainEvent[];
  /** True while the outbox holds events that the journal may lack. */
  readonly pending: boolean;
}

/**
 * The version of a seal that somebody may use, now or when it is no longer stopped, else one that waits to be filed; null when there is
 * none.
 */
export function currentVersion(record: SealRecord): SealVersion | null {
  const { versions } = record;
  const used = versions.find(({ state }) => state === 'in-use' || state === 'suspended');
  return used ?? versions.find(({ state }) => state === 'made') ?? null;
}

/** States of versions whose keys are used no more: cancelled or lost, or in other hands. */
export const ENDED_STATES = ['cancelled', 'lost', 'compromised'] as const satisfies readonly SealState[];

/** The versions of a seal that are in one of {@link ENDED_STATES}. */
export function endedVersions({ versions }: Pick<SealRecord, 'versions'>): readonly SealVersion[] {
  return versions.filter(({ state }) => (ENDED_STATES as readonly SealState[]).includes(state));
}

/** The version of a seal that is in use, null when there is none. */
export function sealInUse(record: SealRecord): SealVersion | null {
  return record.versions.find(({ state }) => state === 'in-use') ?? null;
}
