/** The level for what is compressed once and kept: as small as can be, for up to a second of work for a picture of a seal. */
export const SMALLEST = 10;

/** DEFLATE in the zlib format (RFC 1950), handed to the core by the processes, since the core has no platform modules. */
export interface Zlib {
  /** Compresses; `level` 0 to 9 or {@link SMALLEST}, 6 when absent. */
  deflate(bytes: Uint8Array, level?: number): Uint8Array;
  /**
   * Decompresses at most `limit` bytes; bytes after the end of the zlib stream are ignored.
   * @throws {YinzhengError} INPUT_TOO_LARGE when the output would exceed `limit`, DEFLATE_MALFORMED when the stream is bad
   */
  inflate(bytes: Uint8Array, limit: number): Uint8Array;
  /**
   * Decompresses DEFLATE without a frame (RFC 1951), as files in ZIP archives are, at most `limit` bytes.
   * @throws {YinzhengError} INPUT_TOO_LARGE when the output would exceed `limit`, DEFLATE_MALFORMED when the stream is bad
   */
  inflateRaw(bytes: Uint8Array, limit: number): Uint8Array;
}
