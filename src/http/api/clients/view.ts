import type { z } from 'zod';
import type { Instant } from '../../../base/time.ts';
import {
  awaitsAuthorisation,
  clientState,
  isKeyTaken,
  type ClientKey,
  type ClientRecord,
  type ClientTerms,
} from '../../../domain/client/index.ts';
import type { ApiKeyRecord } from '../../../services/storage/index.ts';
import type { apiKeySchema, clientSchema } from './schema.ts';

type ClientView = z.infer<typeof clientSchema>;

/** A system as administrators are shown it; nothing of a secret. */
export function clientView(record: ClientRecord, now: Instant): ClientView {
  const { _id: id, revision, name, organisation, asked, authorised, createdAt } = record;
  return {
    ...{ id, revision, name, organisation, state: clientState(record, now) },
    asked: termsView(asked),
    authorised: authorised && termsView(authorised),
    awaitsAuthorisation: awaitsAuthorisation(record),
    keys: record.keys.map((key) => keyView(key, now)),
    createdAt,
  };
}

function termsView({ scopes, sharing, ...terms }: ClientTerms): ClientView['asked'] {
  return {
    ...{ ...terms, scopes: [...scopes] },
    sharing: sharing
      ? {
          ...{ matters: sharing.matters && [...sharing.matters], directory: sharing.directory, sandbox: sharing.sandbox },
          types: sharing.types.map(({ code, fields, files }) => ({ code, fields: fields && [...fields], files })),
        }
      : null,
  };
}

function keyView(key: ClientKey, now: Instant): ClientView['keys'][number] {
  const { id, proof, from, until, addedAt, authorisedAt, endedAt } = key;
  return {
    ...{ id, kind: proof.kind, from, until, addedAt, authorisedAt, endedAt, taken: isKeyTaken(key, now) },
    keyType: 'keyType' in proof ? proof.keyType : null,
    publicKey: 'publicKey' in proof ? proof.publicKey : null,
    thumbprint: proof.kind === 'certificate' ? proof.thumbprint : null,
    url: proof.kind === 'key-set' ? proof.url : null,
    subject: proof.kind === 'tls-subject' ? { name: proof.name, value: proof.value } : null,
  };
}

/** An API key without anything of its secret. */
export function apiKeyView({
  _id: id,
  name,
  organisation,
  role,
  disabled: ended,
  createdAt,
  demonstration,
}: ApiKeyRecord): z.infer<typeof apiKeySchema> {
  return { id, name, organisation, role, ended, createdAt, demonstration };
}
