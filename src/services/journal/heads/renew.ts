/**
 * Renewing the proof of heads before the certificates of their time stamps end: the journal is told the digest of all heads that are kept, and
 * the head after that is stamped by a younger unit, as an evidence record is renewed (RFC 4998 section 5).
 */
import { toHex, utf8 } from '../../../base/bytes.ts';
import { isYinzhengError } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { CryptoProvider } from '../../../crypto/index.ts';
import { verifyTimeStamp } from '../../../pki/index.ts';
import { SERVER_ACTOR, type Clock, type JournalDesk } from '../../platform.ts';
import type { TimeStamper } from '../../pki/index.ts';
import type { RecordStore } from '../../storage/index.ts';
import { nextHeadsDigest, NO_HEADS_DIGEST } from './digest.ts';
import { headProofEnds } from './judge.ts';
import { keptHeads } from './kept.ts';

/** How long before a certificate ends the heads under it are renewed, ms: half a year. */
export const RENEW_HEADS_BEFORE = 183 * 24 * 3_600_000;
/** `_id` in `settings` of the last head that was renewed. */
export const HEADS_RENEWED = 'journal-heads-renewed';
const PROBE = 'a time stamp to see who stamps now';

/** What renewing works with. */
export interface HeadRenewal {
  readonly records: Pick<RecordStore, 'get' | 'list' | 'insert' | 'replace'>;
  readonly desk: Pick<JournalDesk, 'record'>;
  readonly timeStamper: TimeStamper;
  readonly crypto: CryptoProvider;
  readonly clock: Clock;
}

/**
 * Renews the heads that are kept where the stamp of the oldest that was not renewed ends soon, and there is a younger unit; resolves to how many
 * are covered, 0 where nothing was to be done. The head that proves it is anchored with the next round. Rejects with STORE_UNAVAILABLE, and as
 * the time stamper does.
 */
export async function renewHeads({ records, desk, timeStamper, crypto, clock }: HeadRenewal): Promise<number> {
  const known = await records.get('settings', HEADS_RENEWED);
  const to = known?.value['to'];
  const [oldest] = await records.list('journal-heads', { limit: 1, ...(typeof to === 'string' && { after: to }) });
  const now = clock.now();
  const ends = oldest ? headProofEnds(oldest.line, crypto) : null;
  if (!oldest || ends === null || ends - now > RENEW_HEADS_BEFORE) return 0;
  if (!(await hasYoungerUnit({ timeStamper, crypto }, now))) return 0;
  let digest: Uint8Array = NO_HEADS_DIGEST;
  let count = 0;
  let last = '';
  for await (const { text } of keptHeads(records)) {
    digest = nextHeadsDigest(digest, text, crypto);
    count++;
  }
  for (let after: string | undefined; ;) {
    const page = await records.list('journal-heads', { limit: 1_000, ...(after !== undefined && { after }) });
    after = page.at(-1)?._id;
    if (after === undefined) break;
    last = after;
  }
  const at = isoInstant(now);
  await desk.record([
    {
      ...{ id: `journal-heads/${last}/${at}`, kind: 'journal-heads-renewed', subject: `journal-heads/${last}` },
      ...{ effectiveAt: at, recordedAt: at, actor: SERVER_ACTOR, purpose: null },
      facts: { to: Number(last), count, digest: toHex(digest) },
    },
  ]);
  const next = { _id: HEADS_RENEWED, schema: 1, version: (known?.version ?? 0) + 1, value: { to: last, at } } as const;
  try {
    await (known ? records.replace('settings', next) : records.insert('settings', next));
  } catch (error) {
    if (!isYinzhengError(error, 'VERSION_CONFLICT', 'ALREADY_EXISTS')) throw error;
  }
  return count;
}

/** Whether what is stamped now is proved for longer: nothing is gained by stamping again under the same unit. */
async function hasYoungerUnit(
  { timeStamper, crypto }: Pick<HeadRenewal, 'timeStamper' | 'crypto'>,
  now: number,
): Promise<boolean> {
  const content = utf8(PROBE);
  const cms = await timeStamper.stamp({ algorithm: 'sm3', digest: crypto.digest('sm3', content) });
  const { signerCertificate } = verifyTimeStamp({ cms, content: [content], crypto });
  return signerCertificate !== null && signerCertificate.notAfter - now > RENEW_HEADS_BEFORE;
}
