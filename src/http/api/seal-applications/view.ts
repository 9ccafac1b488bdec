import type { z } from 'zod';
import type { SealApplication } from '../../../domain/seal/index.ts';
import type { applicationSchema } from './schema.ts';

/** An application as those are shown it whose scope it is in; its key in custody stays inside. */
export function applicationView(application: SealApplication): z.infer<typeof applicationSchema> {
  const {
    _id: id,
    kind,
    state,
    owner,
    seal,
    replaces,
    face,
    key,
    basis,
    request,
    certificate,
    steps,
    demonstration,
  } = application;
  return {
    ...{ id, kind, state, owner, seal, replaces, face, basis, request, certificate, demonstration },
    key: key && { kind: key.kind, authority: isCertifiedElsewhere(key) ? 'elsewhere' : 'here' },
    steps: steps.map(({ step, at, by, note }) => ({ step, at, account: by.person, organisation: by.organisation, note })),
  };
}

function isCertifiedElsewhere(key: NonNullable<SealApplication['key']>): boolean {
  return key.kind === 'custody' ? key.authority === 'elsewhere' : 'certificate' in key;
}
