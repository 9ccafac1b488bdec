import { fromUtf8, toHex } from '../../base/bytes.ts';
import { bilingual } from '../../base/errors/index.ts';
import type { JournalEntry, JournalHead } from '../../domain/journal/index.ts';
import { checkEntry } from '../journal/verify.ts';
import { judgeHead } from '../journal/heads/index.ts';
import type { PackageStatement } from '../statements/index.ts';
import { CONTENT, REQUIRED } from './layout.ts';
import { check, type PackageCheck, type PackageTerms } from './checks.ts';

interface ToldLicence {
  readonly _id: string;
  readonly editions: readonly { readonly files: readonly { readonly digest: string }[] }[];
  readonly events: readonly { readonly recordedAt: string }[];
}

/** Whether the journal's entries are linked, each leads to a signed head, and they tell of every act that the record has. */
export function checkHistory(
  terms: PackageTerms,
  parts: ReadonlyMap<string, Uint8Array>,
  statement: PackageStatement | null,
): readonly PackageCheck[] {
  const licence = licenceIn(parts.get(REQUIRED.licence));
  const entries = linesOf(parts.get(REQUIRED.entries)).map(entryOf);
  const heads = linesOf(parts.get(REQUIRED.heads));
  const failed = (id: string, where: string, en: string, zh: string): readonly PackageCheck[] => [
    check('integrity', id, 'failed', where, bilingual(en, zh)),
  ];
  if (!licence) return failed('record', REQUIRED.licence, 'there is no record of the licence', '没有证照记录');
  const found: PackageCheck[] = [];
  const confirmed = new Map<number, string>();
  let untrusted = false;
  for (const line of heads) {
    const verdict = judgeHead(line, { ...terms, ...terms.engine, known: [] });
    const told = verdict.statement;
    if (!told || verdict.fault === 'malformed' || verdict.fault === 'signature' || (statement && told.store !== statement.store))
      return failed('heads', REQUIRED.heads, 'a head is not genuine', '日志末条不真实');
    if (verdict.fault !== null) untrusted = true;
    confirmed.set(told.sequence, told.hash);
  }
  if (untrusted)
    found.push(
      check(
        'authenticity',
        'heads',
        'indeterminate',
        REQUIRED.heads,
        bilingual('their signer or time stamp is not trusted here', '日志末条的签名者或时间戳未受信任'),
      ),
    );
  const { linked, proven } = followEntries(entries, confirmed, terms);
  if (!linked) return failed('journal', REQUIRED.entries, 'the entries are not linked to their heads', '日志条目与末条不相连');
  const told = proven.filter(({ event }) => event.subject === `licences/${licence._id}`);
  const acts = new Set(told.filter(({ event }) => event.kind === 'licence-status-changed').map(({ event }) => event.recordedAt));
  if (
    !told.some(({ event }) => event.kind === 'licence-issued') ||
    !licence.events.every(({ recordedAt }) => acts.has(recordedAt))
  )
    return failed(
      'journal',
      REQUIRED.entries,
      'the journal does not tell of everything that is in the record',
      '日志与证照记录不一致',
    );
  const digests = new Set(licence.editions.flatMap(({ files }) => files.map(({ digest }) => digest)));
  for (const [path, bytes] of parts)
    if (path.startsWith(`${CONTENT}files/`) && !digests.has(toHex(terms.engine.crypto.digest('sm3', bytes))))
      found.push(check('integrity', 'files', 'failed', path, bilingual('the record has no such file', '记录中没有该文件')));
  return [
    ...found,
    check('integrity', 'journal', 'passed', null, bilingual('the journal proves the record', '日志可证明证照记录')),
  ];
}

/** Whether each run of entries is linked and ends at a head, and the entries that are. */
function followEntries(
  entries: readonly (JournalEntry | null)[],
  heads: ReadonlyMap<number, string>,
  { engine }: PackageTerms,
): { readonly linked: boolean; readonly proven: readonly JournalEntry[] } {
  const sm3 = (bytes: Uint8Array): Uint8Array => engine.crypto.digest('sm3', bytes);
  let head: JournalHead | null = null;
  let waiting = 0;
  const proven: JournalEntry[] = [];
  for (const entry of entries) {
    if (!entry) return { linked: false, proven };
    if (head?.sequence !== entry.sequence - 1) {
      if (waiting > 0) return { linked: false, proven };
      head = { sequence: entry.sequence - 1, hash: entry.previous };
    }
    const checked = checkEntry(head, entry, sm3);
    if (checked.fault) return { linked: false, proven };
    head = checked.head;
    proven.push(entry);
    waiting++;
    const hash = heads.get(entry.sequence);
    if (hash !== undefined && hash !== entry.hash) return { linked: false, proven };
    if (hash !== undefined) waiting = 0;
  }
  return { linked: waiting === 0 && proven.length > 0, proven };
}

function linesOf(bytes: Uint8Array | undefined): readonly string[] {
  try {
    const text = bytes ? fromUtf8(bytes) : '';
    return text.split('\n').filter((line) => line !== '');
  } catch {
    return [];
  }
}

function entryOf(line: string): JournalEntry | null {
  try {
    const found: unknown = JSON.parse(line);
    const isEntry = typeof found === 'object' && found !== null && 'sequence' in found && 'previous' in found && 'event' in found;
    return isEntry ? (found as JournalEntry) : null;
  } catch {
    return null;
  }
}

function licenceIn(bytes: Uint8Array | undefined): ToldLicence | null {
  try {
    const found = JSON.parse(bytes ? fromUtf8(bytes) : 'null') as Partial<ToldLicence> | null;
    return found && typeof found._id === 'string' && Array.isArray(found.editions) && Array.isArray(found.events)
      ? (found as ToldLicence)
      : null;
  } catch {
    return null;
  }
}
