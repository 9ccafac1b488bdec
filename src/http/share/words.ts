/** Our words and a profile's: members are called otherwise, and nothing else is different. */
import { z } from 'zod';
import type { SharingMember, SharingProfile } from '../../domain/sharing/index.ts';

/** Members of a question or an answer, in our words. */
export type Shape = Readonly<Partial<Record<SharingMember, z.ZodType>>>;

/** The schema of an object with the members that a profile calls so. */
export function objectOf({ members }: Pick<SharingProfile, 'members'>, shape: Shape): z.ZodObject {
  return z.strictObject(Object.fromEntries(entriesOf(shape).map(([member, schema]) => [members[member], schema])));
}

function entriesOf(shape: Shape): readonly (readonly [SharingMember, z.ZodType])[] {
  return Object.entries(shape) as unknown as readonly (readonly [SharingMember, z.ZodType])[];
}

/** A value in a profile's words. What is beneath `face` has names of its own, and keeps them. */
export function inProfileWords({ members }: Pick<SharingProfile, 'members'>, value: unknown): unknown {
  return reworded(value, members, 'face');
}

/** A question in our words; it was checked against the schema of the profile. */
export function inOurWords({ members }: Pick<SharingProfile, 'members'>, value: unknown): unknown {
  const ours = Object.fromEntries(Object.entries(members).map(([member, name]) => [name, member]));
  return reworded(value, ours, members.face);
}

function reworded(value: unknown, names: Readonly<Record<string, string>>, verbatim: string): unknown {
  if (Array.isArray(value)) return value.map((item: unknown) => reworded(item, names, verbatim));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      Object.hasOwn(names, name) ? names[name] : name,
      name === verbatim ? member : reworded(member, names, verbatim),
    ]),
  );
}
