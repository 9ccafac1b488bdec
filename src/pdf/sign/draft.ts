/** A document that waits for its signature. */

/** The four numbers of `/ByteRange` (ISO 32000-1 §12.8.1): offset and length in bytes of what lies before and after the hole. */
export type ByteRange = readonly [number, number, number, number];

/** A finished file but for the signature value: `/Contents` is a string of zeros. */
export interface SealDraft {
  readonly bytes: Uint8Array;
  readonly byteRange: ByteRange;
  /** The hole between the delimiters of `/Contents`: offset of its first digit, and how many bytes of signature it takes. */
  readonly hole: { readonly offset: number; readonly capacity: number };
  /** The bytes to be digested, the two parts of the byte range; views of `bytes`. */
  readonly covered: readonly [Uint8Array, Uint8Array];
  /** Name of the signature field. */
  readonly fieldName: string;
}
