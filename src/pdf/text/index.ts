export { findText, type TextPlace, type TextSearch } from './find.ts';
