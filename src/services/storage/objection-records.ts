/** The file of a piece of evidence of an objection; `_id` is that of the piece. What it is called and of what kind is with the objection. */
export interface ObjectionFileRecord {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  /** Id of the objection. */
  readonly objection: string;
  /** SM3 of the bytes, hexadecimal. */
  readonly digest: string;
  /** Where it is kept, and its key, wrapped; no key where files have none of their own. */
  readonly blob: string;
  readonly key?: string;
}
