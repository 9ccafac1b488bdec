/** A sign for each outcome. */
export const MARK = { passed: '✔', indeterminate: '?', failed: '✘', skipped: '–' } as const;
