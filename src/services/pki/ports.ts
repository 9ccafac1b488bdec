/** What the services need of keys and of the trust an installation is given. Adapter: `adapters/custody`. */
import type { ErrorCode, ErrorDetails } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import type { AuthorisedSealMaker, Certificate, Imprint, RsaPadding, TrustAnchor, TrustMaterial } from '../../pki/index.ts';
import type { UseClaim } from '../grants/ports.ts';
import type { IssuedCertificateRecord } from '../storage/index.ts';

/**
 * What a key may sign, each with its own kind of bytes: TBS_Sign, SES_SealInfo, tbsCertificate, tbsCertList,
 * CertificationRequestInfo, SET OF signed attributes over a TSTInfo, ResponseData of OCSP, SET OF signed attributes of a document's CMS,
 * a statement of the journal's head, a licence's claim, the head of a status list, a key set, a statement of the service (`services/statements`).
 */
export const KEY_PURPOSES = [
  'seal-signature',
  'seal-making',
  'certificate',
  'crl',
  'csr',
  'time-stamp',
  'ocsp-response',
  'cms-signature',
  'journal-head',
  'licence-claim',
  'status-list',
  'key-set',
  'service-statement',
] as const;

/** What a key may sign. */
export type KeyPurpose = (typeof KEY_PURPOSES)[number];

/** Time stamps, documents' CMS and requests go to those who verify RSA and ECDSA too. */
const OTHER_KINDS: ReadonlySet<KeyPurpose> = new Set(['time-stamp', 'cms-signature', 'csr']);

/** Whether what is signed for a purpose says itself that it is signed by SM2 with SM3. */
export function needsSm2(purpose: KeyPurpose): boolean {
  return !OTHER_KINDS.has(purpose);
}

/** On whose behalf and by what decision a key is used; goes into custody's log. */
export interface Authorisation {
  /** Person or process that asks. */
  readonly actor: string;
  /** The intent, case or decision that this signature belongs to; never empty. */
  readonly reference: string;
  /** For `seal-signature`: the grant by which the seal is used, which custody checks against its own ledger. */
  readonly use?: UseClaim | undefined;
}

/** One request for a signature. */
export interface SignRequest {
  readonly keyId: string;
  readonly purpose: KeyPurpose;
  /** The bytes that the algorithm signs, at most 64 KB; not a digest. */
  readonly tbs: Uint8Array;
  /**
   * For `time-stamp`: DER of the TSTInfo whose digest is in `tbs`; custody checks both. For `seal-signature` by an approval: the proof that what
   * is signed begins with the document that was approved (`services/grants/origin-proof`).
   */
  readonly content?: Uint8Array;
  /** How an RSA key signs a document's CMS; PKCS #1 v1.5 when absent. */
  readonly padding?: RsaPadding | undefined;
  readonly authorisation: Authorisation;
}

/** One use of a key, as custody's log has it: never the bytes, never the key. */
export interface KeyUse {
  readonly keyId: string;
  readonly purpose: KeyPurpose;
  readonly outcome: 'signed' | 'refused';
  /** Why it was refused; null when signed. */
  readonly reason: string | null;
  /** SM3 of the bytes, hexadecimal. */
  readonly tbsSm3: string;
  readonly actor: string;
  readonly reference: string;
  /** ISO 8601. */
  readonly at: string;
}

/** Signs with keys in custody. */
export interface Signer {
  /**
   * SM2 with SM3 and the default user ID over `tbs`: strict DER `SEQUENCE {r, s}` (GB/T 35276); for a key on P-256 ECDSA with SHA-256 in
   * the same form, for an RSA key PKCS #1 v1.5 with SHA-256, or as `padding` says. Custody reads `tbs` itself. Rejects with KEY_NOT_FOUND, KEY_PURPOSE_REFUSED when the key may not sign such bytes; with
   * KEY_AUDIT_UNWRITABLE, SIGNER_UNAVAILABLE, SERVICE_BUSY when custody cannot work now: then no signature was handed out, and asking
   * again is right.
   */
  sign(request: SignRequest): Promise<Uint8Array>;
}

/** A key as custody describes it; never the private key. */
export interface KeyDescription {
  readonly keyId: string;
  /** What people call it. */
  readonly label: string;
  readonly purposes: readonly KeyPurpose[];
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Certificate of the key, DER; null until one is attached. */
  readonly certificate: Uint8Array | null;
  readonly createdAt: Instant;
  /** Signatures made since the custody started. */
  readonly signatures: number;
}

/** Kinds of keys: SM2, and for those who verify where SM2 is not known ECDSA on P-256 and RSA of 3072 bits, both with SHA-256. */
export const KEY_ALGORITHMS = ['sm2', 'ecdsa-p256', 'rsa'] as const;

/** A kind of key. */
export type KeyAlgorithm = (typeof KEY_ALGORITHMS)[number];

/** A key to be made. */
export interface KeySpecification {
  readonly label: string;
  readonly purposes: readonly KeyPurpose[];
  /** SM2 when absent; a key of another kind signs time stamps, documents' CMS and requests only. */
  readonly algorithm?: KeyAlgorithm | undefined;
}

/** Keeps keys. A change is durable when its promise resolves; after SIGNER_UNAVAILABLE it may have been made or not. */
export interface KeyCustody {
  /** Makes a key pair. The private key never leaves custody. */
  generate(specification: KeySpecification): Promise<KeyDescription>;
  /** Gives a key its certificate (DER), in place of an earlier one. Rejects with KEY_NOT_FOUND, KEYSTORE_KEY_MISMATCH. */
  attachCertificate(keyId: string, certificate: Uint8Array): Promise<void>;
  list(): Promise<readonly KeyDescription[]>;
  /** Destroys a key for good. Rejects with KEY_NOT_FOUND. */
  destroy(keyId: string): Promise<void>;
}

/** How the keys in use stand to those that are kept, which others may change meanwhile: commands, other servers, people who copy files. */
export interface KeyStanding {
  /** Names the keys and certificates in use; another name when they are others. */
  readonly generation: string;
  /** Why what is kept now cannot be used: then what was there before stays in use. Null when all is well. */
  readonly fault: { readonly code: ErrorCode; readonly details: ErrorDetails } | null;
}

/** Custody that takes changes which others make: each signature and each list is by the keys as they are kept at that moment. */
export interface FollowingCustody {
  /** Looks, and says how it stands. */
  standing(): Promise<KeyStanding>;
}

/** A key that was made elsewhere. */
export interface ForeignKey {
  readonly label: string;
  readonly purposes: readonly KeyPurpose[];
  /** PrivateKeyInfo (RFC 5958), DER; filled with zeros when it is no longer needed. */
  readonly privateKeyInfo: Uint8Array;
  /** Its certificate, DER. */
  readonly certificate: Uint8Array;
}

/** Custody that takes keys made elsewhere; devices do not. */
export interface KeyImporter {
  /**
   * Keeps a key with its certificate. Rejects with KEY_NOT_IMPORTABLE when it is there already, KEY_INVALID when it is of no kind that is
   * kept, KEYSTORE_KEY_MISMATCH when the certificate is another key's.
   */
  importKey(key: ForeignKey): Promise<KeyDescription>;
}

/** Whoever gives time stamps: the authority within, or one outside. */
export interface TimeStamper {
  /**
   * A TimeStampToken (RFC 3161, GM/T 0033), DER, over a digest; one from outside has been verified against the digest, and by its own
   * certificate. Rejects with TIME_STAMP_REFUSED, TIME_STAMP_WRONG, TIME_STAMP_UNAVAILABLE.
   */
  stamp(imprint: Imprint): Promise<Uint8Array>;
  /** What the largest token that it gives now takes at most, bytes; absent, or 0, where that is not known beforehand. */
  readonly largest?: (() => number) | undefined;
}

/** The trust an installation is given, kept as files in its data folder; nothing is trusted by default. */
export interface TrustStore {
  /** Everything at once. Rejects with TRUST_STORE_INVALID naming the file. */
  load(): Promise<TrustMaterial>;
  addAnchor(anchor: TrustAnchor): Promise<void>;
  /** @param certificate DER */
  addIntermediate(certificate: Uint8Array): Promise<void>;
  /**
   * Keeps a revocation list (DER) in place of the earlier one of its issuer. Rejects with VERSION_CONFLICT when there is one of the same
   * key whose number is not smaller: somebody else published meanwhile.
   */
  putRevocationList(list: Uint8Array): Promise<void>;
  authoriseSealMaker(maker: AuthorisedSealMaker): Promise<void>;
}

/** The certificates that the CAs of this installation issued, for good. */
export interface CertificateRegister {
  /**
   * Enters a certificate before anybody is given it; `authorisation` is null where it was issued before there was a register. Entered again
   * it changes nothing. Rejects with ALREADY_EXISTS when the CA gave its serial number to another, STORE_UNAVAILABLE.
   */
  enter(
    certificate: Certificate,
    by: { readonly issuer: Certificate; readonly authorisation: Authorisation | null },
  ): Promise<void>;
  /** The entry of a serial number (content octets of its INTEGER) of a CA; null when it gave out none such. Rejects with STORE_UNAVAILABLE. */
  find(issuer: Certificate, serialNumber: Uint8Array): Promise<IssuedCertificateRecord | null>;
  /** All entries of a CA for one key (SubjectPublicKeyInfo, DER): each renewal has given it another. Rejects with STORE_UNAVAILABLE. */
  ofKey(issuer: Certificate, publicKey: Uint8Array): Promise<readonly IssuedCertificateRecord[]>;
}

/** How far a log of key uses goes: the file, its complete lines, and the hash of the last of them, hexadecimal. */
export interface AuditHead {
  readonly file: number;
  readonly lines: number;
  readonly hash: string;
}

/** A line of the log of key uses. `count` is the running number of the key's signatures in its file. */
export interface AuditedUse extends KeyUse {
  readonly file: number;
  readonly line: number;
  readonly count: number;
}

/** What is wrong with a log of key uses: a file that is not there, a line that is none, does not follow, or is gone. */
export interface AuditFault {
  readonly file: number;
  readonly line: number;
  readonly fault: 'missing' | 'malformed' | 'chain' | 'count' | 'truncated';
}

/** What reading a log of key uses found; `head` is null for a log that has not begun. */
export interface AuditReading {
  readonly head: AuditHead | null;
  readonly faults: readonly AuditFault[];
}

/** The log of key uses, to be read by whoever watches over custody. */
export interface AuditTrail {
  /** When its first file was begun, ISO 8601; null while there is none. */
  begun(): Promise<string | null>;
  /**
   * Reads everything from the beginning, and verifies it.
   * @param visit told of each use, in the order of files and lines
   * @param expected how far the log is known to have gone once: it must still go there, with the same hashes
   */
  read(visit: (use: AuditedUse) => void | Promise<void>, expected?: readonly AuditHead[]): Promise<AuditReading>;
}
