import { bilingual, isYinzhengError, YinzhengError, type ErrorCode } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import type { CollectingSource, FileVerdict } from '../../domain/collecting/index.ts';
import { verifyFile } from '../verification/index.ts';
import type { CollectingDependencies } from './ports.ts';
import { toHex } from '../../base/bytes.ts';

/** Files that are read and found to be none. */
const UNREADABLE: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'DOCUMENT_UNRECOGNISED',
  'PDF_MALFORMED',
  'PDF_ENCRYPTED',
  'DOCUMENT_TOO_COSTLY',
]);
const RANK = { passed: 0, indeterminate: 1, failed: 2, any: 3 } as const;

/**
 * Verifies the file of an item as any file is verified, foreign and bounded. What came of it is kept with the licence; the source's policy says
 * whether it is taken.
 * @throws {YinzhengError} COLLECTED_FILE_MISSING, COLLECTED_FILE_REFUSED, SERVICE_BUSY, STORE_UNAVAILABLE
 */
export async function judgeFile(
  deps: Pick<CollectingDependencies, 'verification' | 'clock' | 'crypto'>,
  { source, actor, bytes }: { readonly source: CollectingSource; readonly actor: Actor; readonly bytes: Uint8Array | null },
): Promise<FileVerdict | null> {
  const { required, least } = source.files;
  if (!bytes) {
    if (required) throw new YinzhengError('COLLECTED_FILE_MISSING');
    return null;
  }
  const verdict = await verdictOn(deps, actor, bytes);
  // What cannot be read as a file at all is no licence, whatever the policy.
  if (RANK[verdict.conclusion] > RANK[least] || UNREADABLE.has(verdict.code as ErrorCode))
    throw new YinzhengError('COLLECTED_FILE_REFUSED', {
      reason: bilingual(`${verdict.conclusion}, ${verdict.code ?? ''}`, `${verdict.conclusion}，${verdict.code ?? ''}`),
    });
  return verdict;
}

async function verdictOn(
  { verification, clock, crypto }: Pick<CollectingDependencies, 'verification' | 'clock' | 'crypto'>,
  actor: Actor,
  bytes: Uint8Array,
): Promise<FileVerdict> {
  const about = { at: isoInstant(clock.now()), digest: toHex(crypto.digest('sm3', bytes)) };
  try {
    const { conclusion, subIndication } = await verifyFile(verification, actor, { bytes });
    return { conclusion, code: subIndication, ...about };
  } catch (error) {
    if (!isYinzhengError(error) || !UNREADABLE.has(error.code)) throw error;
    return { conclusion: 'failed', code: error.code, ...about };
  }
}
