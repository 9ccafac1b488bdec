import { toHex, utf8 } from '../../base/bytes.ts';
import { isYinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import {
  agrees,
  FIELDS_RESULTS,
  isEnough,
  maskPurpose,
  RESULT_OF,
  statusOf,
  type FieldsResult,
  type LicenceEdition,
  type LicenceRecord,
  type StatedFields,
} from '../../domain/licence/index.ts';
import { authorise } from '../access/authorise.ts';
import { personsTold } from '../journal/pseudonyms.ts';
import { findByIdentifier } from '../licences/find.ts';
import { randomId } from '../licences/random.ts';
import type { Clock, JournalDesk, Random } from '../platform.ts';
import type { RecordStore } from '../storage/index.ts';
import type { Quota, QuotaTerms } from '../transients/index.ts';

/** What checking fields takes. */
export interface FieldsDependencies {
  readonly records: Pick<RecordStore, 'find'>;
  /** Of which licences anything is told; absent: of all. */
  readonly tells?: ((licence: LicenceRecord) => boolean) | undefined;
  readonly journal: JournalDesk;
  readonly quota: Quota;
  readonly crypto: CryptoProvider;
  readonly clock: Clock;
  readonly random: Random;
}

/** What is stated of a licence, and what it is checked for. */
export interface FieldsQuestion extends StatedFields {
  readonly purpose: Purpose;
}

/** How often one account or system may ask. */
export const CLIENT_TERMS: QuotaTerms = { perMinute: 60, perDay: 2_000 };
/** How often one licence, or one holder, may be asked about, by all together. */
export const SUBJECT_TERMS: QuotaTerms = { perMinute: null, perDay: 30 };

const PAGE = 200;
/** Most licences of a holder that are looked through. */
const MOST_LOOKED_AT = 2_000;

/**
 * Whether what is stated of a licence is so, and what that licence's status is: one of seven results, whatever is registered. Each question is
 * recorded with its purpose and result before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED; RATE_LIMITED for who asks too often, or about one licence or holder
 */
export function verifyFields(
  deps: FieldsDependencies,
  actor: Actor,
  question: FieldsQuestion,
): Promise<{ readonly result: FieldsResult; readonly asOf: Instant }> {
  authorise(actor, 'licence:verify');
  return checkFields(deps, actor, question);
}

/** The same, for whoever was authorised before. @throws {YinzhengError} RATE_LIMITED */
export async function checkFields(
  deps: FieldsDependencies,
  actor: Actor,
  { purpose, ...stated }: FieldsQuestion,
): Promise<{ readonly result: FieldsResult; readonly asOf: Instant }> {
  await deps.quota.take(`fields:${actor.person ?? actor.client}`, CLIENT_TERMS);
  const asOf = deps.clock.now();
  const subject = subjectOf(deps, stated);
  if (!isEnough(stated)) {
    await record(deps, { actor, purpose, stated, subject, asOf, result: 'incomplete', found: null });
    return { result: 'incomplete', asOf };
  }
  await deps.quota.take(`fields-about:${subject}`, SUBJECT_TERMS);
  const { result, found } = await judge(deps, stated, asOf);
  await record(deps, { actor, purpose, stated, subject, asOf, result, found });
  return { result, asOf };
}

/** Whom or what is asked about, as a keyed digest: what is stated first of identifier and number. */
function subjectOf({ journal, crypto }: FieldsDependencies, { identifier, holderCode }: StatedFields): string {
  const text = (identifier ?? holderCode ?? '').normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
  return journal.pseudonym?.(text) ?? toHex(crypto.digest('sm3', utf8(text)));
}

interface Judged {
  readonly result: FieldsResult;
  readonly found: LicenceRecord | null;
}

async function judge(deps: FieldsDependencies, stated: StatedFields, asOf: Instant): Promise<Judged> {
  const { tells = () => true } = deps;
  const candidates = (await candidatesOf(deps.records, stated)).filter(({ licence }) => tells(licence));
  let best: Judged = { result: candidates.length === 0 ? 'not-found' : 'inconsistent', found: candidates[0]?.licence ?? null };
  for (const { licence, edition } of candidates) {
    const { status } = statusOf(licence, edition, { asOf, knownAt: asOf });
    if (!agrees(licence, edition, { stated, status })) continue;
    const result = RESULT_OF[status];
    // Of several that are as stated the one that is worth most.
    if (FIELDS_RESULTS.indexOf(result) > FIELDS_RESULTS.indexOf(best.result)) best = { result, found: licence };
  }
  return best;
}

interface Candidate {
  readonly licence: LicenceRecord;
  readonly edition: LicenceEdition;
}

async function candidatesOf(
  records: FieldsDependencies['records'],
  { identifier, holderCode = '', typeCode }: StatedFields,
): Promise<readonly Candidate[]> {
  if (identifier !== undefined) {
    try {
      const found = await findByIdentifier(records, identifier.trim());
      return found && !found.licence.destroyed ? [found] : [];
    } catch (error) {
      // What is no identifier is nobody's.
      if (isYinzhengError(error, 'IDENTIFIER_INVALID')) return [];
      throw error;
    }
  }
  const found: Candidate[] = [];
  const code = holderCode.normalize('NFKC').replace(/\s+/gu, '').toUpperCase();
  for (let after: string | undefined, looked = 0; looked < MOST_LOOKED_AT;) {
    const query = { index: 'holderCode', equals: code, limit: PAGE } as const;
    const page = await records.find('licences', after === undefined ? query : { ...query, after });
    for (const licence of page) {
      if (licence.state !== 'published' || licence.destroyed || licence.typeCode !== typeCode) continue;
      found.push(...licence.editions.filter(({ files }) => files.length > 0).map((edition) => ({ licence, edition })));
    }
    looked += page.length;
    after = page.at(-1)?._id;
    if (after === undefined || page.length < PAGE) break;
  }
  return found;
}

async function record(
  deps: FieldsDependencies,
  told: Judged & {
    readonly actor: Actor;
    readonly purpose: Purpose;
    readonly stated: StatedFields;
    readonly subject: string;
    readonly asOf: Instant;
  },
): Promise<void> {
  const { actor, purpose, stated, subject, asOf, result, found } = told;
  const at = isoInstant(asOf);
  const asked = { name: stated.holderName ?? '', code: stated.holderCode ?? '' };
  const persons = found?.holders ?? (asked.code === '' ? [] : [asked]);
  const given = Object.keys(stated).filter((name) => stated[name as keyof StatedFields] !== undefined);
  await deps.journal.record([
    {
      ...{ id: `verifications/${randomId(deps.random)}`, kind: 'fields-verified', effectiveAt: at, recordedAt: at, actor },
      subject: found ? `licences/${found._id}` : 'licences',
      purpose: maskPurpose(purpose, [asked, ...(found?.holders ?? [])]),
      facts: { result, given, about: subject, ...personsTold(deps.journal, persons) },
    },
  ]);
}
