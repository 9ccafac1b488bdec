import { isoInstant, type Instant } from '../../../base/time.ts';
import type { CryptoProvider } from '../../../crypto/index.ts';
import type {
  CatalogueRecord,
  DictionaryContent,
  DictionaryRecord,
  FaceTemplateRecord,
  LicenceTypeRecord,
} from '../../../domain/catalogue/index.ts';
import { faceRecord } from '../../licence-types/index.ts';
import { SERVER_ACTOR } from '../../platform.ts';
import type { DemonstrationType } from './model.ts';

/** Records of a licence type and of its faces, published. */
export function typeRecords(
  { crypto, now }: { readonly crypto: Pick<CryptoProvider, 'digest'>; readonly now: Instant },
  { code, definition, faces }: DemonstrationType,
): { readonly type: LicenceTypeRecord; readonly faces: readonly FaceTemplateRecord[] } {
  const kept = faces.map(({ name, area, face }) => ({ name, area, record: faceRecord(crypto, face) }));
  const templates = kept.map(({ name, area, record }) => ({ name, area, digest: record._id }));
  return {
    type: published({ id: code, owner: code.slice(0, 18), now }, { ...definition, templates }),
    faces: kept.map(({ record }) => record),
  };
}

/** The record of a dictionary, published. */
export function dictionaryRecord(code: string, content: DictionaryContent, now: Instant): DictionaryRecord {
  return published({ id: code, owner: code.slice(0, 18), now }, content);
}

function published<C>(
  { id, owner, now }: { readonly id: string; readonly owner: string; readonly now: Instant },
  content: C,
): CatalogueRecord<C> {
  const at = isoInstant(now);
  const { person, client } = SERVER_ACTOR;
  const steps = [{ step: 'publish', by: { person, client, organisation: owner }, at, note: null }] as const;
  return {
    ...{ _id: id, schema: 2, version: 1, owner, withdrawal: null, demonstration: true, outbox: [], pending: false },
    versions: [{ number: 1, state: 'published', content, steps, publishedAt: at }],
  };
}
