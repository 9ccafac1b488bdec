import { createTrustFiles, readSealMakers } from '../../adapters/trust/index.ts';
import { createSystemClock } from '../../adapters/platform/clock.ts';
import { createSystemRandom } from '../../adapters/platform/random.ts';
import type { CliContext, Opened, VerifierOptions } from '../../cli/context.ts';
import { inFile } from '../../cli/in-file.ts';
import type { Places } from '../../config/index.ts';
import { runNativeSelfTest } from '../../crypto/native/index.ts';
import {
  certificateDigest,
  isDemonstrationCertificate,
  parseCertificateList,
  prepareTrust,
  readCertificates,
  readDerOrPem,
  type AuthorisedSealMaker,
  type Certificate,
  type TrustMaterial,
} from '../../pki/index.ts';
import type { VerificationDependencies } from '../../services/verification/index.ts';
import { verificationPolicy } from '../installation/use-cases.ts';
import { openRegister } from './register.ts';

type Tools = Pick<CliContext, 'crypto' | 'zlib' | 'readFile'>;

/**
 * A verifier that only looks: it uses the trust folder and the register of an installation where there is one, and leaves no trace.
 * Rejects with TRUST_STORE_INVALID, INPUT_UNREADABLE, STORE_SCHEMA_NEWER, and as the readers of given files throw.
 */
export async function openVerifier(
  places: Places,
  options: VerifierOptions,
  tools: Tools,
): Promise<Opened<VerificationDependencies>> {
  runNativeSelfTest();
  const { crypto, zlib } = tools;
  const [own, given, certificates] = await Promise.all([
    createTrustFiles(places.trustDirectory, crypto).load(),
    readGiven(options, tools),
    readAll(options.certificates, tools),
  ]);
  const policy = verificationPolicy(places);
  const register = options.register ? await openRegister(places) : null;
  return {
    value: {
      engine: { crypto, zlib },
      trust: once(() => prepareTrust(merge(own, given), crypto)),
      policy: options.requireRevocation ? { ...policy, revocation: 'require' } : policy,
      certificates,
      store: register && { records: register.value },
      journal: null,
      clock: createSystemClock(),
      random: createSystemRandom(),
    },
    close: () => register?.close() ?? Promise.resolve(),
  };
}

/** The trust named by options. A demonstration anchor stays one, whoever names it. */
async function readGiven(options: VerifierOptions, tools: Tools): Promise<TrustMaterial> {
  const [anchors, intermediates, lists, makers] = await Promise.all([
    readAll(options.anchors, tools),
    readAll(options.intermediates, tools),
    readEach(options.revocationLists, tools, (bytes) => readDerOrPem(bytes, 'X509 CRL').map(parseCertificateList)),
    Promise.all(options.sealMakers.map((path) => readMakers(path, tools))),
  ]);
  return {
    anchors: anchors.map((certificate) => ({
      certificate,
      trustClass: isDemonstrationCertificate(certificate) ? 'demonstration' : 'production',
    })),
    intermediates,
    revocationLists: lists,
    sealMakers: makers.flat(),
  };
}

function readAll(paths: readonly string[], tools: Tools): Promise<readonly Certificate[]> {
  return readEach(paths, tools, readCertificates);
}

/** What is in each of several files, one after the other; a file whose bytes are wrong is named. */
async function readEach<T>(
  paths: readonly string[],
  { readFile }: Tools,
  read: (bytes: Uint8Array) => readonly T[],
): Promise<readonly T[]> {
  const found = await Promise.all(paths.map(async (path) => [path, await readFile(path)] as const));
  return found.flatMap(([path, bytes]) => inFile(path, () => read(bytes)));
}

/** A list in JSON as the trust folder has it, or the certificates of makers. */
async function readMakers(path: string, { readFile, crypto }: Tools): Promise<readonly AuthorisedSealMaker[]> {
  const bytes = await readFile(path);
  return inFile(
    path,
    () =>
      readSealMakers(bytes) ??
      readCertificates(bytes).map((certificate) => ({
        kind: 'certificate' as const,
        sm3: certificateDigest(certificate, crypto),
      })),
  );
}

function merge(left: TrustMaterial, right: TrustMaterial): TrustMaterial {
  return {
    anchors: [...left.anchors, ...right.anchors],
    intermediates: [...left.intermediates, ...right.intermediates],
    revocationLists: [...left.revocationLists, ...right.revocationLists],
    ocspResponses: [...(left.ocspResponses ?? []), ...(right.ocspResponses ?? [])],
    sealMakers: [...left.sealMakers, ...right.sealMakers],
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
