/** Taking the personal part out of a record, and putting it back. */
import { YinzhengError } from '../../base/errors/index.ts';
import type { BlindKind, ProtectedMembers } from '../../services/storage/index.ts';

type Members = Readonly<Record<string, unknown>>;

/** A record in two parts. */
export interface Parts {
  /** What stays in the store as it is; what was taken out is undefined, or a keyed digest. */
  readonly clear: Members;
  /** What was taken out, in the shape of the record; null when there was nothing. */
  readonly secret: Members | null;
}

/** Divides a record. `blind` gives the keyed digest of a value. */
export function divide(record: Members, members: ProtectedMembers, blind: (kind: BlindKind, value: string) => string): Parts {
  const clear: Record<string, unknown> = { ...record };
  const secret: Record<string, unknown> = {};
  let found = false;
  for (const [name, treatment] of Object.entries(members)) {
    const value = record[name];
    if (value === undefined) continue;
    if (typeof treatment === 'string') {
      const kind = treatment === 'sealed' ? null : (treatment.slice('blind:'.length) as BlindKind);
      clear[name] = kind !== null && typeof value === 'string' ? blind(kind, value) : undefined;
      secret[name] = value;
      found = true;
    } else if (Array.isArray(value)) {
      const parts = value.map((member) => divide(member as Members, treatment[0], blind));
      if (!parts.some((part) => part.secret !== null)) continue;
      clear[name] = parts.map((part) => part.clear);
      secret[name] = parts.map((part) => part.secret);
      found = true;
    }
  }
  return { clear, secret: found ? secret : null };
}

/**
 * Puts a record together again.
 * @throws {YinzhengError} STORE_DAMAGED when the parts are not of one record
 */
export function unite(clear: Members, secret: Members, members: ProtectedMembers): Members {
  const record: Record<string, unknown> = { ...clear };
  for (const [name, treatment] of Object.entries(members)) {
    const value = secret[name];
    if (value === undefined) continue;
    if (typeof treatment === 'string') record[name] = value;
    else record[name] = uniteEach(clear[name], value, treatment[0]);
  }
  return record;
}

function uniteEach(clear: unknown, secrets: unknown, members: ProtectedMembers): readonly Members[] {
  if (!Array.isArray(clear) || !Array.isArray(secrets) || clear.length !== secrets.length)
    throw new YinzhengError('STORE_DAMAGED', { what: 'sealed' });
  return clear.map((member: Members, index) => {
    const secret = secrets[index] as Members | null;
    return secret === null ? member : unite(member, secret, members);
  });
}

/** A record as somebody without keys sees it: what is sealed is absent, and lists of persons are empty. */
export function withoutSecrets(record: Members, members: ProtectedMembers): Members {
  const seen: Record<string, unknown> = { ...record };
  for (const [name, treatment] of Object.entries(members)) {
    const value = seen[name];
    if (typeof treatment === 'string') seen[name] = undefined;
    else if (Array.isArray(value)) {
      const [inner] = treatment;
      const ofPersons = Object.values(inner).some((each) => typeof each === 'string' && each !== 'sealed');
      seen[name] = ofPersons ? [] : value.map((member: Members) => withoutSecrets(member, inner));
    }
  }
  return seen;
}
