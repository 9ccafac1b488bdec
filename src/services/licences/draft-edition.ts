import { isDeepStrictEqual } from 'node:util';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { Actor } from '../../domain/access/index.ts';
import { checkFields, checkPaperSerial } from '../../domain/catalogue/index.ts';
import {
  readIdentifier,
  VERIFICATION_CODE_BYTES,
  writeIdentifier,
  writeVerificationCode,
} from '../../domain/identifier/index.ts';
import {
  checkAssociated,
  checkHolders,
  editionValidity,
  type ComingEdition,
  type LicenceEdition,
  type LicenceRecord,
  type StatusPlace,
} from '../../domain/licence/index.ts';
import type { EditionRequest } from './edition-request.ts';
import type { IssuingMaterial } from './material.ts';
import type { LicenceDependencies } from './ports.ts';
import { newIntent } from './reserve.ts';

/** What a further edition is drawn up from. */
export interface EditionDraft {
  readonly licence: LicenceRecord;
  /** The edition before. */
  readonly edition: LicenceEdition;
  /** Its number. */
  readonly number: string;
  readonly caseKey: string;
  readonly digest: string;
  readonly actor: Actor;
  readonly request: EditionRequest;
  readonly material: IssuingMaterial;
  readonly makers?: readonly string[] | undefined;
  readonly status: StatusPlace | null;
  readonly now: Instant;
}

/**
 * Draws the next edition of a licence up: the same serial, another code, and of the edition before whatever is not asked for otherwise. Nothing
 * is written.
 * @throws {YinzhengError} FIELD_INVALID, HOLDER_INVALID, DATE_INVALID, EDITION_NOT_POSSIBLE
 */
export function draftEdition(deps: Pick<LicenceDependencies, 'clock' | 'random'>, draft: EditionDraft): ComingEdition {
  const { licence, edition, number, caseKey, digest, actor, request, material, status, now } = draft;
  const { type } = material;
  const { act, reason, documentNumber = null, licenceNumber = edition.licenceNumber } = request;
  refuseContent(request);
  const holders = request.holders ?? licence.holders;
  checkHolders(holders, type.holders);
  const associated = request.associated ?? edition.associated;
  if (request.associated) checkAssociated(request.associated);
  const values = Object.entries({ ...edition.fields, ...request.fields }).filter(([, value]) => value.trim() !== '');
  const fields = checkFields(type.fields, Object.fromEntries(values), material.dictionaries);
  checkPaperSerial(type.paperSerial, fields);
  const validity = editionValidity(type.validity, edition, { ...request, now });
  if (act === 'change')
    refuseUnchanged(
      {
        holders: licence.holders,
        fields: edition.fields,
        licenceNumber: edition.licenceNumber,
        associated: edition.associated,
        ...datesOf(edition),
      },
      { holders, fields, licenceNumber, associated, ...datesOf(validity) },
    );
  return {
    holders,
    edition: {
      number,
      identifier: writeIdentifier({ ...readIdentifier(edition.identifier), edition: number }),
      verificationCode: writeVerificationCode(deps.random.bytes(VERIFICATION_CODE_BYTES)),
      act: { kind: act, documentNumber, actsBefore: licence.events.length },
      order: { reason, caseKey, requestDigest: digest },
      licenceNumber,
      ...{ typeVersion: type.version, typeAdditions: type.additions, template: type.template.name },
      ...validity,
      fields,
      ...(type.annualReview && { annualReview: type.annualReview }),
      ...(associated && { associated }),
      ...(status && { status }),
      ...(draft.makers && { madeBy: draft.makers }),
      ...{ intent: newIntent(deps, material), files: [], issuedBy: actor, purpose: request.purpose, recordedAt: isoInstant(now) },
    },
  };
}

function datesOf({ validFrom, validTo }: Pick<LicenceEdition, 'validFrom' | 'validTo'>): object {
  return { validFrom, validTo };
}

/** A change changes something: the same once more would only end the file that its holder has. */
function refuseUnchanged(before: object, after: object): void {
  if (!isDeepStrictEqual(before, after)) return;
  throw new YinzhengError('FIELD_INVALID', {
    field: 'fields',
    reason: bilingual('nothing is changed; the same again is a reissue', '没有任何内容变更；原样重发请用补发'),
  });
}

/** What is issued again unchanged, or reinstated, has the content that it had. */
function refuseContent({ act, holders, fields, licenceNumber, validFrom, validTo }: EditionRequest): void {
  if (act !== 'reissue' && act !== 'reinstate') return;
  for (const [field, value] of Object.entries({ holders, fields, licenceNumber, validFrom, validTo }))
    if (value !== undefined)
      throw new YinzhengError('FIELD_INVALID', {
        field,
        reason: bilingual('stays as it was when a licence is reissued or reinstated', '补发、恢复时不得更改'),
      });
}
