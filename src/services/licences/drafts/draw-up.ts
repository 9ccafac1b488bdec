/** What a draft would issue, drawn up without writing, signing or claiming anything. */
import { YinzhengError } from '../../../base/errors/index.ts';
import type { Actor } from '../../../domain/access/index.ts';
import { inMaking, judgeEdition, type Holder, type LicenceRecord } from '../../../domain/licence/index.ts';
import { authorise } from '../../access/authorise.ts';
import { draftEdition } from '../draft-edition.ts';
import type { EditionRequest } from '../edition-request.ts';
import { findForActor } from '../find.ts';
import { findMaterial, type IssuingMaterial } from '../material.ts';
import type { LicenceDependencies } from '../ports.ts';
import type { IssueRequest } from '../request.ts';
import { draftLicence } from '../reserve.ts';

/** A licence, or the next edition of one, that is to be issued. */
export type DraftOrder =
  { readonly kind: 'issue'; readonly request: IssueRequest } | { readonly kind: 'edition'; readonly request: EditionRequest };

/** What it would be, and what it is made from. */
export interface DrawnUp {
  readonly licence: LicenceRecord;
  readonly material: IssuingMaterial;
  readonly organisation: string;
  readonly holders: readonly Holder[];
}

/** No licence has this id, and none this serial: both are drawn when it is issued. */
const NOBODY = '0'.repeat(32);

/**
 * Draws up what would be issued.
 * @throws {YinzhengError} NOT_ALLOWED, LICENCE_NOT_FOUND, EDITION_NOT_POSSIBLE, FIELD_INVALID, HOLDER_INVALID, DATE_INVALID, and as issuing does for
 * type, organisation and seal
 */
export async function drawUp(deps: LicenceDependencies, actor: Actor, order: DraftOrder): Promise<DrawnUp> {
  const at = deps.clock.now();
  const common = { caseKey: '', digest: '', actor, status: null } as const;
  if (order.kind === 'issue') {
    const { request } = order;
    const organisation = actor.organisation ?? '';
    authorise(actor, 'licence:issue', organisation);
    const material = await findMaterial(deps, { organisation, type: request.typeCode, at });
    const licence = draftLicence(deps, { ...common, id: NOBODY, request, material });
    return { licence, material, organisation, holders: request.holders };
  }
  const { request } = order;
  const { identifier, act, documentNumber = null } = request;
  const { licence, edition } = await findForActor(deps.store.records, { actor, action: 'licence:issue', identifier, now: at });
  if (licence.coming) throw new YinzhengError('ISSUING_INCOMPLETE');
  const number = judgeEdition(licence, edition, { act, documentNumber, now: at });
  const organisation = licence.issuer.code;
  const material = await findMaterial(deps, {
    ...{ organisation, type: licence.typeCode, at },
    ...((act === 'reissue' || act === 'reinstate') && { made: edition }),
  });
  const coming = draftEdition(deps, { ...common, licence, edition, number, request, material, now: at });
  return { licence: inMaking({ ...licence, coming }), material, organisation, holders: coming.holders };
}
