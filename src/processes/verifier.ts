/** Program of a thread that verifies documents: `dist/verifier.js`, started by the server. */
import { workerData } from 'node:worker_threads';
import type { ThreadAnswer, ThreadData, ThreadSettings, ThreadTask } from '../adapters/isolation/index.ts';
import { createZlib } from '../adapters/platform/zlib.ts';
import { createTrustFiles } from '../adapters/trust/index.ts';
import { isYinzhengError } from '../base/errors/index.ts';
import { createNativeProvider } from '../crypto/native/index.ts';
import { verifyWithDiagnostic } from '../documents/diagnostic/index.ts';
import { createVerificationCache } from '../pki/index.ts';
import { followTrust, type LiveTrust } from './installation/trust.ts';
import { REMEMBERED_SIGNATURES } from './installation/use-cases.ts';

const { trustFolder, policy } = (workerData as ThreadData<ThreadSettings>).settings;
const crypto = createNativeProvider();
const engine = { crypto, zlib: createZlib() };
const cache = createVerificationCache(REMEMBERED_SIGNATURES);
let trust: Promise<LiveTrust> | null = null;

/** Verifies one document. */
export default async function verify({ bytes, ...question }: ThreadTask): Promise<ThreadAnswer> {
  try {
    const { latest } = await openTrust();
    // An idle thread of the pool is blocked, and no timer of its own runs: what changed in the folder is looked for with each document.
    return verifyWithDiagnostic(engine, bytes, { ...question, trust: await latest(), policy, cache });
  } catch (error) {
    if (isYinzhengError(error)) return { error: { code: error.code, details: error.details } };
    throw error;
  }
}

/** A folder that cannot be read now is tried again with the next document. */
function openTrust(): Promise<LiveTrust> {
  if (trust) return trust;
  const opening = followTrust({
    folder: trustFolder,
    store: createTrustFiles(trustFolder, crypto),
    crypto,
    // The server follows the same folder and reports what is wrong with it.
    onError: () => undefined,
  });
  trust = opening;
  opening.catch(() => (trust = null));
  return opening;
}
