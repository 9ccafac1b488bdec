/** Showing a licence (亮证): a code of some minutes for a counter, or a link that is sent and the code that opens it. */
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import { checkMatter } from '../../domain/holder/index.ts';
import {
  checkChosen,
  checkLife,
  presentationEnd,
  type Presentation,
  type PresentationVia,
} from '../../domain/presentation/index.ts';
import { authorise, type AuthenticatedHolder } from '../access/index.ts';
import { newSecret, secretDigest } from '../access/secrets.ts';
import { changeRecord, recordEvent, type RecordChange } from '../holders/change.ts';
import { faceFieldsOf } from '../holders/face-fields.ts';
import { findHolding } from '../holders/holdings.ts';
import { identify, subjectOf } from '../holders/known.ts';
import type { OnBehalf } from '../holders/my-licences.ts';
import { transient } from '../transients/index.ts';
import { checkPassword } from './password.ts';
import type { PresentationDependencies } from './ports.ts';
import { digitsDigest, newDigits } from './secrets.ts';

/** What is to be shown, and how. */
export interface PresentationOrder extends OnBehalf {
  readonly via: PresentationVia;
  readonly identifier: string;
  /** Names of the face fields that are shown. */
  readonly fields: readonly string[];
  /** How long it is good, s. */
  readonly seconds: number;
  readonly password: string;
  /** Matter (事项) that it is for; needed by who acts for another in certain matters. */
  readonly matter?: string | undefined;
}

/** What a holder shows: the secret in the QR code or link, and the digits to be typed; told this once. */
export interface MadePresentation {
  readonly presentation: Presentation;
  readonly secret: string;
  readonly digits: string;
  /** Text of the QR code, or the link. The secret is behind the `#`, which browsers do not send. */
  readonly url: string;
}

const TRIES = 20;

/**
 * Makes a code or a link by which one licence of the holder is seen once.
 * @throws {YinzhengError} NOT_ALLOWED, INPUT_INVALID, PRESENTATION_PASSWORD_MISSING, PRESENTATION_PASSWORD_REFUSED, RATE_LIMITED, LICENCE_NOT_FOUND,
 * IDENTIFIER_INVALID, FIELD_INVALID, REPRESENTATION_REFUSED for a matter that was not given
 */
export async function presentLicence(
  deps: PresentationDependencies,
  who: AuthenticatedHolder,
  { via, identifier, fields, seconds, password, onBehalfOf, matter }: PresentationOrder,
): Promise<MadePresentation> {
  authorise(who.actor, 'holding:present');
  checkLife(via, seconds * 1000);
  const known = await identify(deps, who);
  const { holder, actor, representation } = await subjectOf(deps, known, { onBehalfOf, power: 'present' });
  checkMatter(representation, matter);
  await checkPassword(deps, known, password);
  const { licence, edition } = await findHolding(deps, holder, identifier);
  checkChosen(await faceFieldsOf(deps.records, licence, edition), fields);
  const now = deps.clock.now();
  const expiresAt = isoInstant(now + seconds * 1000);
  const secret = newSecret(deps.random);
  const id = secretDigest(secret, deps.crypto);
  const digits = via === 'code' ? await claimDigits(deps, id, now + seconds * 1000) : newDigits(deps.random);
  const facts = {
    licence: licence._id,
    identifier: edition.identifier,
    via,
    fields: [...fields],
    expiresAt,
    ...(matter !== undefined && { matter }),
  };
  const presentation: Presentation = {
    ...{ _id: id, schema: 1, version: 1, via, holder: holder._id, state: 'open' },
    ...{ licence: licence._id, identifier: edition.identifier, typeName: licence.typeName, fields: [...new Set(fields)] },
    ...{ createdAt: isoInstant(now), expiresAt, day: expiresAt.slice(0, 10) },
    separate: via === 'link' ? { digest: digitsDigest(deps, id, digits), wrong: 0 } : null,
    use: null,
    outbox: [recordEvent({ collection: 'presentations', id, version: 1, actor, now }, { kind: 'presentation-made', facts })],
    pending: true,
  };
  await deps.records.insert('presentations', presentation);
  deps.journal.poke();
  return { presentation, secret, digits, url: `${deps.publicUrl}/#${via === 'code' ? 'p' : 's'}=${secret}` };
}

/** Digits that no other code has that is good now: the mark of them exists once by its key. */
async function claimDigits(deps: PresentationDependencies, presentation: string, until: number): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const digits = newDigits(deps.random);
    try {
      const id = `presented:${digitsDigest(deps, 'code', digits)}`;
      await deps.records.insert('transients', transient(id, until, { kind: 'presented', presentation }));
      return digits;
    } catch (error) {
      if (!isYinzhengError(error, 'ALREADY_EXISTS') || attempt >= TRIES) throw error;
    }
  }
}

/** Most that a holder is told of. */
const MOST_TOLD = 200;

/**
 * What a holder shows or has shown in the last days, the newest first.
 * @throws {YinzhengError} NOT_ALLOWED
 */
export async function listMyPresentations(
  deps: PresentationDependencies,
  who: AuthenticatedHolder,
  { onBehalfOf }: OnBehalf,
): Promise<readonly Presentation[]> {
  authorise(who.actor, 'holding:read');
  const { holder } = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power: 'read' });
  const found = await deps.records.find('presentations', { index: 'holder', equals: holder._id, limit: 1000 });
  return [...found].sort((left, right) => (left.createdAt > right.createdAt ? -1 : 1)).slice(0, MOST_TOLD);
}

/**
 * Withdraws what is shown; whoever looks from then on sees nothing.
 * @throws {YinzhengError} NOT_ALLOWED, PRESENTATION_NOT_FOUND, PRESENTATION_OVER
 */
export async function withdrawPresentation(
  deps: PresentationDependencies,
  who: AuthenticatedHolder,
  { onBehalfOf, id }: OnBehalf & { readonly id: string },
): Promise<Presentation> {
  authorise(who.actor, 'holding:present');
  const { holder, actor } = await subjectOf(deps, await identify(deps, who), { onBehalfOf, power: 'present' });
  const missing = 'PRESENTATION_NOT_FOUND';
  return changeRecord(deps, { collection: 'presentations', id, actor, missing }, (known): RecordChange<'presentations'> => {
    if (known.holder !== holder._id) throw new YinzhengError(missing);
    const reason = presentationEnd(known, deps.clock.now());
    if (reason) throw new YinzhengError('PRESENTATION_OVER', { reason });
    const facts = { licence: known.licence, identifier: known.identifier };
    return { fields: { state: 'withdrawn' }, event: { kind: 'presentation-withdrawn', facts } };
  });
}
