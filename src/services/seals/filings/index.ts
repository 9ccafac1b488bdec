export { exportFilings, MAX_FILED, MAX_FILING_DAYS, type FilingPage, type FilingQuery } from './export.ts';
export { readFilingFile, writeFilingFile, type FilingFile } from './file.ts';
export { importFilings, type FilingImport, type FilingImportDependencies, type ImportedFiling } from './import.ts';
