/** One step in a seal's life, worked out on its record. */
import { stateAfter, type SealState, type SealStep } from './life.ts';
import type { SealFiling, SealRecord, SealVersion } from './model.ts';

/** What a step does to one version. */
export interface VersionChange {
  readonly number: number;
  readonly from: SealState;
  readonly to: SealState;
}

/** All versions after a step, and which of them it changed; none where it was so already. */
export interface SteppedVersions {
  readonly versions: readonly SealVersion[];
  readonly changes: readonly VersionChange[];
}

/**
 * What a step makes of a seal's versions; null where it is not possible now. Filing puts the version that was made last in the place of the
 * one before. That a key was in other hands is said of one version, or of what is left of the seal. A step that was taken already changes
 * nothing, so that who repeats a call that was cut off is not refused.
 * @param only number of the one version that is meant; absent: those that are not over, or the last
 */
export function takeStep(record: Pick<SealRecord, 'versions'>, step: SealStep, only?: number): SteppedVersions | null {
  const meant = meantBy(record.versions, step, only);
  const changes = meant.flatMap((version): VersionChange[] => {
    const to = step === 'file' && version !== meant.at(-1) ? 'replaced' : stateAfter(version.state, step);
    return to === null ? [] : [{ number: version.number, from: version.state, to }];
  });
  if (changes.length === 0) return isTaken(record.versions, step, only) ? { versions: record.versions, changes } : null;
  const changed = new Map(changes.map(({ number, to }) => [number, to]));
  return { versions: record.versions.map((one) => ({ ...one, state: changed.get(one.number) ?? one.state })), changes };
}

function meantBy(versions: readonly SealVersion[], step: SealStep, only: number | undefined): readonly SealVersion[] {
  if (only !== undefined) return versions.filter(({ number }) => number === only);
  const alive = versions.filter(isAlive);
  if (step === 'file') return alive.at(-1)?.state === 'made' ? alive : [];
  return step === 'report-compromised' && alive.length === 0 ? versions.slice(-1) : alive;
}

function isTaken(versions: readonly SealVersion[], step: SealStep, only: number | undefined): boolean {
  const to = stateAfter(fromOf(step), step);
  return (only === undefined ? versions.slice(-1) : versions.filter(({ number }) => number === only)).some(
    ({ state }) => state === to,
  );
}

/** A state from which the step leads on, to know where it leads. */
function fromOf(step: SealStep): SealState {
  return step === 'file' ? 'made' : step === 'resume' ? 'suspended' : 'in-use';
}

/** Whether a version may come to be used, now or later, its period apart. */
export function isAlive({ state }: Pick<SealVersion, 'state'>): boolean {
  return state === 'made' || state === 'in-use' || state === 'suspended';
}

/** Who stopped the version that is stopped now: account, or null where no account did; undefined where none is stopped. */
export function stoppedBy({ versions, filings = [] }: Pick<SealRecord, 'versions' | 'filings'>): SealFiling['by'] | undefined {
  const stopped = versions.find(({ state }) => state === 'suspended');
  return stopped && filings.findLast(({ step, version }) => step === 'suspend' && version === stopped.number)?.by;
}
