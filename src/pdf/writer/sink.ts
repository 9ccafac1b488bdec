/** Where new indirect objects go: a new file or an incremental update of an existing one. */
export interface ObjectSink {
  /** Allots an object number, generation 0. */
  reserve(): number;
  /**
   * Writes an object whose value is given in PDF syntax (ASCII).
   * @returns the offset in bytes of that text from the beginning of the finished file
   */
  object(number: number, body: string): number;
  /** Writes a stream object; `entries` are the dictionary's entries without `/Length` and without delimiters. */
  stream(number: number, entries: string, data: Uint8Array): void;
}

/** Allots a number and writes an object: `body` in PDF syntax. Returns the number. */
export function addObject(sink: ObjectSink, body: string): number {
  const number = sink.reserve();
  sink.object(number, body);
  return number;
}

/** Allots a number and writes a stream object. Returns the number. */
export function addStream(sink: ObjectSink, entries: string, data: Uint8Array): number {
  const number = sink.reserve();
  sink.stream(number, entries, data);
  return number;
}
