/** Places that are not of the document: where the licences of a type have their seal (按证照类型模板定位). */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { templateSeals, type Placement } from '../../documents/index.ts';
import type { Actor } from '../../domain/access/index.ts';
import { authorise } from '../access/authorise.ts';
import { useLicenceType } from '../licence-types/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';

/** The place of the seal in the template of a licence type; by its name where the template has several. */
export interface LicenceTypePlace {
  /** Code of the licence type. */
  readonly licenceType: string;
  readonly sealPlace?: string | undefined;
}

/** What finding such a place takes. */
export interface PlaceDependencies {
  readonly store: Pick<LicenceDependencies['store'], 'records'>;
  readonly engine: Pick<LicenceDependencies['engine'], 'templates'>;
}

/** Where a seal is wanted, as it is asked for. */
export type WantedPlace = Placement | LicenceTypePlace;

/**
 * The place in a document that is meant. A licence type is taken as the actor's organisation issues it now, with the face of its area.
 * @throws {YinzhengError} NOT_ALLOWED, ORGANISATION_NOT_FOUND, LICENCE_TYPE_NOT_FOUND, LICENCE_TYPE_UNUSABLE, PLACE_NOT_FOUND, PLACE_AMBIGUOUS, TEMPLATE_INVALID
 */
export async function meantPlace(
  { store: { records }, engine }: PlaceDependencies,
  actor: Actor,
  wanted: WantedPlace,
): Promise<Placement> {
  if (!('licenceType' in wanted)) return wanted;
  authorise(actor, 'licence-type:read');
  const { licenceType: code, sealPlace } = wanted;
  const organisation = await records.get('organisations', actor.organisation ?? '');
  if (!organisation) throw new YinzhengError('ORGANISATION_NOT_FOUND', { organisation: actor.organisation ?? '' });
  const { type, face, faceKey } = await useLicenceType(records, { code, organisation });
  const all = templateSeals(engine, faceKey, face);
  const meant = sealPlace === undefined ? all : all.filter(({ name }) => name === sealPlace);
  const [only] = meant;
  if (!only) {
    const [en, zh] =
      sealPlace === undefined
        ? ['its template has no place for a seal', '模板中没有印章位置']
        : [`its template has no seal “${sealPlace}”`, `模板中没有名为“${sealPlace}”的印章位置`];
    throw new YinzhengError('PLACE_NOT_FOUND', { reason: bilingual(`${type.name}: ${en}`, `${type.name}：${zh}`) });
  }
  if (meant.length > 1) {
    const names = meant.map(({ name }) => name);
    const reason = bilingual(`seals of the template: ${names.join(', ')}`, `模板中的印章位置：${names.join('、')}`);
    throw new YinzhengError('PLACE_AMBIGUOUS', { found: meant.length, reason });
  }
  return { page: only.page, x: only.x, y: only.y };
}
