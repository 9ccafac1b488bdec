/** Where Chinese lines may be broken (GB/T 15834-2011 §5.1: punctuation that may not begin or end a line). */
import { clusterWidth, type Cluster } from '../fonts/index.ts';

/** Characters that must not begin a line. */
const NOT_FIRST = new Set('，。、；：？！）》〉」』】〕〗］｝”’％‰℃…—～·•,.;:?!)]}%°々ー');
/** Characters that must not end a line. */
const NOT_LAST = new Set('（《〈「『【〔〖［｛“‘([{￥¥$№#');
const WORD = /^[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{N}'_@&+/\\-]/u;

/** A cluster with its width in mm, the space after it included. */
export interface Measured {
  readonly cluster: Cluster;
  readonly width: number;
}

/** Clusters with their widths at a font size and letter spacing in mm. */
export function measure(clusters: readonly Cluster[], size: number, letterSpacing: number): readonly Measured[] {
  return clusters.map((cluster) => ({ cluster, width: clusterWidth(cluster) * size + letterSpacing }));
}

/** Whether a new line may begin with cluster `at`; spaces before it do not count as the end of the line before. */
export function mayBreakAt(clusters: readonly Measured[], at: number): boolean {
  const after = clusters[at]?.cluster.text;
  let last = at - 1;
  while (clusters[last]?.cluster.text === ' ') last--;
  const before = clusters[last]?.cluster.text;
  if (before === undefined || after === undefined || after === ' ') return false;
  if (NOT_FIRST.has(after) || NOT_LAST.has(before)) return false;
  return last < at - 1 || !(WORD.test(before) && WORD.test(after));
}

/** A paragraph in lines; `torn` when a word had to be broken in its middle. */
export interface BrokenLines {
  readonly lines: readonly (readonly Measured[])[];
  readonly torn: boolean;
}

/**
 * Breaks a paragraph into lines of at most `width` mm: at the last place where it may be broken, or, where a line has none, in the
 * middle of a word. A line never has less than one cluster, so the last resort may be wider than `width`.
 */
export function breakLines(clusters: readonly Measured[], width: number, letterSpacing: number): BrokenLines {
  const lines: (readonly Measured[])[] = [];
  let torn = false;
  let start = 0;
  while (start < clusters.length) {
    let end = start;
    let used = 0;
    for (let next = clusters[end]; next; next = clusters[end]) {
      if (end > start && used + next.width - letterSpacing > width && next.cluster.text !== ' ') break;
      used += next.width;
      end++;
    }
    if (end < clusters.length) {
      const at = lastBreak(clusters, start, end);
      torn ||= at === undefined;
      end = at ?? end;
    }
    lines.push(withoutOuterSpaces(clusters.slice(start, end), start > 0));
    start = end;
  }
  return { lines: lines.length === 0 ? [[]] : lines, torn };
}

function lastBreak(clusters: readonly Measured[], start: number, end: number): number | undefined {
  for (let at = end; at > start; at--) if (mayBreakAt(clusters, at)) return at;
  return undefined;
}

function withoutOuterSpaces(line: readonly Measured[], continued: boolean): readonly Measured[] {
  let from = 0;
  let to = line.length;
  while (to > from && line[to - 1]?.cluster.text === ' ') to--;
  while (continued && from < to && line[from]?.cluster.text === ' ') from++;
  return line.slice(from, to);
}
