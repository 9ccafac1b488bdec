/** Program of a thread that reads documents to be stamped: `dist/reader.js`, started by the server. It has no keys, no store and no connection. */
import { createReaderWork, type ReaderResult, type ReaderTask, type ThreadError } from '../adapters/isolation/index.ts';
import { createZlib } from '../adapters/platform/zlib.ts';
import { isYinzhengError } from '../base/errors/index.ts';
import { createNativeProvider } from '../crypto/native/index.ts';
import { createDocumentEngine } from '../documents/index.ts';
import { createFontSet } from '../drawing/index.ts';

// Seals are pictures: nothing here is set in type.
const work = createReaderWork(
  createDocumentEngine({ crypto: createNativeProvider(), zlib: createZlib(), fonts: createFontSet([]) }),
);

/** Reads one document. */
export default async function read(task: ReaderTask): Promise<ReaderResult | ThreadError> {
  try {
    return await work(task);
  } catch (error) {
    if (isYinzhengError(error)) return { error: { code: error.code, details: error.details } };
    throw error;
  }
}
