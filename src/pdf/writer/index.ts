export { ByteBuffer } from './buffer.ts';
export { newFile, type NewFile } from './file.ts';
export { beginUpdate, type IncrementalUpdate } from './incremental.ts';
export { dateText, hexString, nameText, numberText, textString } from './notation.ts';
export { dictionaryEntries, objectText } from './object.ts';
export { addObject, addStream, type ObjectSink } from './sink.ts';
