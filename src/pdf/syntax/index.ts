export {
  findText,
  hexDigit,
  isDigit,
  isRegular,
  isWhiteSpace,
  malformedPdf,
  peek,
  skipWhiteSpace,
  takeKeyword,
  takeUnsigned,
  textAt,
  type Budget,
  type Cursor,
} from './characters.ts';
export {
  afterEndOfLine,
  readIndirectObject,
  takeObjectHeader,
  type IndirectAnomaly,
  type IndirectObject,
  type LengthLookup,
} from './indirect.ts';
export { MAX_NESTING, MAX_OBJECT_NUMBER, readObject } from './object.ts';
