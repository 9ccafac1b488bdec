/** What checking a package of evidence answers. */
import type { Bilingual } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { DocumentEngine } from '../../documents/index.ts';
import type { PreparedTrust, VerificationPolicy } from '../../pki/index.ts';
import type { Conclusion } from '../../report/index.ts';
import type { PackageStatement } from '../statements/index.ts';

/** 真实性、完整性、可用性、安全性 (DA/T 70). */
export type PackageProperty = 'authenticity' | 'integrity' | 'usability' | 'security';

/** One answer about a package. */
export interface PackageCheck {
  readonly property: PackageProperty;
  readonly id: string;
  readonly outcome: Conclusion;
  /** Which part it is about; null for all of it. */
  readonly where: string | null;
  readonly words: Bilingual;
}

/** What checking a package found. */
export interface PackageReport {
  /** The worst of the checks. */
  readonly conclusion: Conclusion;
  /** The worst of each property. */
  readonly properties: Readonly<Record<PackageProperty, Conclusion>>;
  readonly checks: readonly PackageCheck[];
  /** What the service said of it, and the time that is proven, ISO 8601; null where that cannot be relied on. */
  readonly statement: PackageStatement | null;
  readonly provenAt: string | null;
}

/** By what a package is checked. */
export interface PackageTerms {
  readonly engine: Pick<DocumentEngine, 'crypto' | 'zlib'>;
  readonly trust: PreparedTrust;
  readonly policy: VerificationPolicy;
  /** The moment of checking. */
  readonly at: Instant;
}

/** An answer. */
export function check(
  property: PackageProperty,
  id: string,
  outcome: Conclusion,
  where: string | null,
  words: Bilingual,
): PackageCheck {
  return { property, id, outcome, where, words };
}
