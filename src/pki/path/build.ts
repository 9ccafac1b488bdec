/** One question: is this certificate good at this time, by what is trusted? */
import { findPaths, type PathSources } from './find.ts';
import { judgePaths, type PathResult, type PathTerms } from './judge.ts';

/** Finds the paths of a certificate and judges them. To judge at several times, call {@link findPaths} once and {@link judgePaths} for each. */
export function buildPath(request: PathSources & PathTerms): PathResult {
  return judgePaths(findPaths(request), request);
}
