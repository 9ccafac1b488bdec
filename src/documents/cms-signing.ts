/** A signature without a seal on a document: CMS, prepared, signed elsewhere and finished. */
import type { Instant } from '../base/time.ts';
import type { SignatureScheme } from '../crypto/index.ts';
import { CMS_FORMATS, finishSeal, openPdf, prepareCmsSignature, type Certification, type SealDraft } from '../pdf/index.ts';
import {
  addSignatureTimeStamp,
  finishSignedData,
  parseCertificate,
  prepareSignedData,
  schemeDigest,
  signedDataSize,
  usualScheme,
  type CmsSigner,
  type PreparedSignedData,
} from '../pki/index.ts';
import type { DocumentEngine } from './engine.ts';
import { requirePdf } from './recognise.ts';
import { readySeal, type SealInUse } from './seal.ts';
import { fileIdentity, type SealedDocument } from './sealing.ts';
import type { StampPlace, StampPlaces } from './stamp.ts';

/**
 * The form of a signature: `gm` is GM CMS (GM/T 0010) under `GM.sm2cms.detached`, `pades` CAdES under `ETSI.CAdES.detached` (PAdES level
 * B-B; ETSI EN 319 142-1 §6), `pkcs7` the same CMS under `adbe.pkcs7.detached`.
 */
export type CmsProfile = keyof typeof CMS_FORMATS;

/** Who signs. */
export interface DocumentSigner {
  /** DER. */
  readonly certificate: Uint8Array;
  /** Certificates above it, DER. */
  readonly chain: readonly Uint8Array[];
  /** How the key signs; {@link usualScheme} when absent. */
  readonly scheme?: SignatureScheme;
}

/** A document to be signed. `unique` is a text that no other signing has, ASCII. */
export interface CmsSigningInput {
  readonly document: Uint8Array;
  readonly profile: CmsProfile;
  readonly signer: DocumentSigner;
  /** Time the signer claims, in `/M`; cut to whole seconds. */
  readonly signingTime: Instant;
  readonly unique: string;
  /** Whether the signature certifies the document; `none` when absent. */
  readonly certify?: Certification;
  readonly signerName?: string;
  readonly reason?: string;
  readonly location?: string;
  /** Bytes kept for a signature time stamp, 0 when absent. */
  readonly timeStampSize?: number;
  /** Empty fields for seals that are to follow; see {@link prepareFilling}. */
  readonly fields?: readonly SealField[];
}

/** An empty signature field of a seal's size, or of several impressions of it. */
export interface SealField extends StampPlaces {
  readonly fieldName: string;
  readonly seal: SealInUse;
  /** Whether the seal is the last signature: when it comes, it locks the document. */
  readonly locks: boolean;
}

/** A document that waits for its CMS signature. */
export interface PreparedCmsDocument {
  /** DER of the SET OF signed attributes (RFC 5652 §5.4): what custody signs. */
  readonly tbs: Uint8Array;
  readonly signedData: PreparedSignedData;
  readonly draft: SealDraft;
}

/** Headers of the attribute that holds a time stamp, and of lengths that grow by it. */
const ATTRIBUTE_ROOM = 40;

/**
 * Prepares a CMS signature on an existing document; earlier signatures stay intact.
 * @throws {YinzhengError} DOCUMENT_UNRECOGNISED, PDF_NOT_STAMPABLE, PDF_ENCRYPTED, PDF_MALFORMED, CERTIFICATE_MALFORMED, SEAL_MALFORMED,
 * INPUT_INVALID, ALGORITHM_UNSUPPORTED
 */
export function prepareCmsSigning(
  engine: Pick<DocumentEngine, 'crypto' | 'zlib' | 'seals'>,
  input: CmsSigningInput,
): PreparedCmsDocument {
  const {
    document,
    profile,
    signer: signing,
    signingTime,
    unique,
    certify = 'none',
    timeStampSize = 0,
    fields = [],
    ...texts
  } = input;
  requirePdf(document);
  const signer = cmsSigner(profile, signing);
  const room = timeStampSize === 0 ? 0 : timeStampSize + ATTRIBUTE_ROOM;
  const draft = prepareCmsSignature(
    openPdf(document, { zlib: engine.zlib }),
    {
      ...texts,
      ...{ format: CMS_FORMATS[profile], certify, claimedTime: signingTime },
      prepared: fields.map(({ fieldName, place, others = [], seal, locks }) => {
        const { picture } = readySeal(engine.seals, seal).seal;
        const { width, height } = picture;
        const sized = (at: StampPlace) => ({ ...at, size: at.size ?? { width, height } });
        const isOneWhole = others.length === 0 && place.strip === undefined;
        const several = isOneWhole ? {} : { others: others.map(sized), appearance: { kind: 'picture', picture } as const };
        return { fieldName, place: sized(place), ...several, locks };
      }),
      contentsSize: signedDataSize(signer, engine.crypto) + room,
    },
    { revisionId: fileIdentity(engine, unique), zlib: engine.zlib },
  );
  const digest = engine.crypto.digest(schemeDigest(signer.scheme), ...draft.covered);
  const signedData = prepareSignedData(signer, digest, engine.crypto);
  return { tbs: signedData.tbs, signedData, draft };
}

/**
 * Puts the signature value into its document.
 * @param signature over `tbs`: for SM2 and ECDSA `SEQUENCE {r, s}`, for RSA the number's bytes
 * @param timeStamp TimeStampToken over the signature value (RFC 3161), DER
 * @throws {YinzhengError} INPUT_INVALID, SIGNATURE_TOO_LARGE
 */
export function finishCmsSigning(
  { crypto }: Pick<DocumentEngine, 'crypto'>,
  { draft, signedData }: PreparedCmsDocument,
  { signature, timeStamp }: { readonly signature: Uint8Array; readonly timeStamp?: Uint8Array },
): SealedDocument {
  const cms = finishSignedData(signedData, signature);
  const bytes = finishSeal(draft, timeStamp === undefined ? cms : addSignatureTimeStamp(cms, timeStamp));
  return { bytes, sm3: crypto.digest('sm3', bytes) };
}

function cmsSigner(profile: CmsProfile, { certificate, chain, scheme }: DocumentSigner): CmsSigner {
  const parsed = parseCertificate(certificate);
  return {
    form: profile === 'gm' ? 'gm' : 'pkcs7',
    scheme: scheme ?? usualScheme(parsed.publicKey),
    certificate: parsed,
    chain: chain.map(parseCertificate),
  };
}
