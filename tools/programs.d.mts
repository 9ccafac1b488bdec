/** Builds server, verifier and command line into a folder. */
export function buildPrograms(outdir: string): Promise<void>;
