/** What a system may have of the licences of others (共享): types, fields, files, matters. Nothing that is not named. */
import { bilingual, type Bilingual } from '../../base/errors/index.ts';

/** A licence type that is shared with a system. */
export interface SharedType {
  /** Code of the type (证照类型代码). */
  readonly code: string;
  /** Names of the face fields that it may see; null: all. */
  readonly fields: readonly string[] | null;
  /** Whether it may have the sealed files. */
  readonly files: boolean;
}

/** What is shared with a system. */
export interface SharingTerms {
  /** In the order of their codes, each once. */
  readonly types: readonly SharedType[];
  /** Matters (事项) that it may ask for; null: any. */
  readonly matters: readonly string[] | null;
  /** Whether it may take directory records (目录信息), with holders, to report them upward (上报). */
  readonly directory: boolean;
  /** Whether it sees sample licences only, and never a real one. */
  readonly sandbox: boolean;
}

/** Most types. */
export const MOST_SHARED_TYPES = 200;
/** Most fields of a type. */
export const MOST_SHARED_FIELDS = 100;
/** Most matters. */
export const MOST_MATTERS = 200;

/** What is wrong with terms, null when nothing is: the same type twice, or nothing shared with a system that is none of the sandbox. */
export function faultOfSharing({ types, sandbox }: SharingTerms): Bilingual | null {
  if (new Set(types.map(({ code }) => code)).size < types.length)
    return bilingual('a licence type is named twice', '证照类型重复');
  if (types.length === 0 && !sandbox) return bilingual('no licence type is named', '未指明共享的证照类型');
  return null;
}

/** Terms with one spelling: types by code, fields and matters in order, each once. */
export function orderedSharing({ types, matters, directory, sandbox }: SharingTerms): SharingTerms {
  return {
    types: [...types]
      .sort(({ code: left }, { code: right }) => (left < right ? -1 : 1))
      .map(({ code, fields, files }) => ({ code, fields: fields && [...new Set(fields)].sort(), files })),
    matters: matters && [...new Set(matters)].sort(),
    directory,
    sandbox,
  };
}

/** The shared type of a code, undefined when it is not shared; the sandbox shares all that is in it. */
export function sharedType({ types, sandbox }: SharingTerms, code: string): SharedType | undefined {
  return sandbox ? { code, fields: null, files: true } : types.find((type) => type.code === code);
}

/** The face fields of a licence that a system may see. */
export function sharedFields({ fields }: SharedType, face: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return fields === null ? face : Object.fromEntries(Object.entries(face).filter(([name]) => fields.includes(name)));
}
