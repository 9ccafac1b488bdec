/** Seeing what a holder shows: at a counter with a purpose; by anybody, and then little; by who has a link and its separate code. */
import { YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { maskPurpose, type LicenceEdition, type LicenceRecord } from '../../domain/licence/index.ts';
import { MOST_WRONG, presentationEnd, shownFields, type Presentation, type ShownField } from '../../domain/presentation/index.ts';
import type { RegisterReport } from '../../report/index.ts';
import { authorise, PUBLIC_ACTOR, type AttemptRule } from '../access/index.ts';
import { changeRecord, type RecordChange } from '../holders/change.ts';
import { faceFieldsOf } from '../holders/face-fields.ts';
import { personsTold } from '../journal/index.ts';
import { readTransient } from '../transients/index.ts';
import { registerReport } from '../verification/register.ts';
import type { PresentationDependencies } from './ports.ts';
import { digitsDigest, plainDigits, shownBy } from './secrets.ts';

/** What is seen: the register's answer now, with the holder masked, and of the face what was chosen. */
export interface SeenLicence {
  readonly report: RegisterReport;
  readonly fields: readonly ShownField[];
  readonly demonstration: boolean;
}

/** Digits that lead to nothing, by one account or system. */
const DIGITS_RULE: AttemptRule = { free: 10, wait: 60_000, longest: 3_600_000 };

/** A code as a counter has it: scanned, or its digits typed. */
export type ShownCode =
  { readonly secret: string; readonly digits?: undefined } | { readonly digits: string; readonly secret?: undefined };

/**
 * What the holder shows at a counter; the code is used up, and who saw it what for is recorded, before it is answered.
 * @throws {YinzhengError} NOT_ALLOWED, PRESENTATION_NOT_FOUND, PRESENTATION_OVER, RATE_LIMITED
 */
export async function seePresentation(
  deps: PresentationDependencies,
  actor: Actor,
  { purpose, ...code }: ShownCode & { readonly purpose: Purpose },
): Promise<SeenLicence> {
  authorise(actor, 'presentation:see');
  const id = code.digits === undefined ? shownBy(deps, code.secret) : await byDigits(deps, actor, code.digits);
  return see(deps, { id, via: 'code', actor, purpose, shows: true });
}

/**
 * What anybody is told who scans a code: status, type, issuer and masked holder, nothing of the face. The code is used up all the same.
 * @throws {YinzhengError} PRESENTATION_NOT_FOUND, PRESENTATION_OVER
 */
export function seePublicly(deps: PresentationDependencies, secret: string): Promise<SeenLicence> {
  return see(deps, { id: shownBy(deps, secret), via: 'code', actor: PUBLIC_ACTOR, purpose: null, shows: false });
}

/**
 * What a link shows to who has its separate code too, once. A wrong code counts; five close the link.
 * @throws {YinzhengError} PRESENTATION_NOT_FOUND, PRESENTATION_OVER, PRESENTATION_CODE_REFUSED
 */
export async function seeLink(
  deps: PresentationDependencies,
  { secret, code }: { readonly secret: string; readonly code: string },
): Promise<SeenLicence> {
  const id = shownBy(deps, secret);
  return see(deps, { id, via: 'link', actor: PUBLIC_ACTOR, purpose: null, shows: true, code: plainDigits(code) });
}

interface Seeing {
  readonly id: string | null;
  readonly via: Presentation['via'];
  readonly actor: Actor;
  readonly purpose: Purpose | null;
  readonly shows: boolean;
  /** The separate code of a link. */
  readonly code?: string;
}

async function see(deps: PresentationDependencies, seeing: Seeing): Promise<SeenLicence> {
  const { records, clock } = deps;
  const missing = 'PRESENTATION_NOT_FOUND';
  const { id, via, actor, purpose, shows, code } = seeing;
  const known = id === null ? null : await records.get('presentations', id);
  if (!known || known.via !== via) throw new YinzhengError(missing);
  const found = await licenceOf(records, known);
  const judged = { refused: false };
  await changeRecord(
    deps,
    { collection: 'presentations', id: known._id, actor, missing },
    (record): RecordChange<'presentations'> => {
      const now = clock.now();
      const reason = presentationEnd(record, now);
      if (reason) throw new YinzhengError('PRESENTATION_OVER', { reason });
      const subject = { licence: record.licence, identifier: record.identifier };
      const { separate } = record;
      judged.refused = separate !== null && digitsDigest(deps, record._id, code ?? '') !== separate.digest;
      if (separate !== null && judged.refused) {
        const wrong = separate.wrong + 1;
        const state = wrong >= MOST_WRONG ? 'locked' : 'open';
        return {
          fields: { state, separate: { ...separate, wrong } },
          event: { kind: 'presentation-code-refused', facts: { ...subject, wrong } },
        };
      }
      const { status } = registerReport(found.licence, found.edition, { asOf: now, knownAt: now });
      const told = {
        ...subject,
        via,
        status,
        fields: shows ? [...record.fields] : [],
        ...personsTold(deps.journal, found.licence.holders),
      };
      return {
        fields: { state: 'used', use: { at: isoInstant(now), by: actor } },
        event: {
          ...{ kind: 'presentation-used', facts: told },
          ...(purpose && { purpose: maskPurpose(purpose, found.licence.holders) }),
        },
      };
    },
  );
  if (judged.refused) throw new YinzhengError('PRESENTATION_CODE_REFUSED');
  return seen(deps, found, shows ? { chosen: known.fields, whole: false } : { chosen: [], whole: false });
}

async function byDigits(deps: PresentationDependencies, actor: Actor, typed: string): Promise<string | null> {
  const key = `presentation-digits\n${actor.person ?? actor.client}`;
  await deps.attempts.begin(key, DIGITS_RULE, deps.clock.now());
  const found = await readTransient(deps, `presented:${digitsDigest(deps, 'code', plainDigits(typed))}`, 'presented');
  if (found) await deps.attempts.clear(key);
  return found?.presentation ?? null;
}

/** A licence that is shown, with its edition. */
export interface ShownLicence {
  readonly licence: LicenceRecord;
  readonly edition: LicenceEdition;
}

/**
 * The licence that something shows.
 * @throws {YinzhengError} LICENCE_DESTROYED when it is not kept any more
 */
export async function licenceOf(
  records: PresentationDependencies['records'],
  { licence: id, identifier }: Pick<Presentation, 'licence' | 'identifier'>,
): Promise<ShownLicence> {
  const licence = await records.get('licences', id);
  const edition = licence?.editions.find((each) => each.identifier === identifier);
  if (!licence || !edition || licence.destroyed) throw new YinzhengError('LICENCE_DESTROYED');
  return { licence, edition };
}

/** What is seen of a licence now. */
export async function seen(
  { records, clock }: Pick<PresentationDependencies, 'records' | 'clock'>,
  { licence, edition }: ShownLicence,
  choice: { readonly chosen: readonly string[]; readonly whole: boolean },
): Promise<SeenLicence> {
  const now = clock.now();
  const definitions = choice.chosen.length === 0 ? [] : await faceFieldsOf(records, licence, edition);
  return {
    report: registerReport(licence, edition, { asOf: now, knownAt: now }),
    fields: shownFields(definitions, edition.fields, choice),
    demonstration: licence.demonstration,
  };
}
