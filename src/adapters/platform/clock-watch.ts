import type { ClockFault, ClockReading, ClockWatch } from '../../services/time-stamping/index.ts';

/** How a clock is watched. Times in ms. */
export interface ClockWatchOptions {
  /** The wall clock; that of the machine when absent. */
  readonly wall?: () => number;
  /** A clock that nobody sets; that of the process when absent. */
  readonly monotonic?: () => number;
  /** False while the machine's clock is known not to be kept in step with others; true or null (not known) otherwise. */
  readonly synchronised?: () => boolean | null;
  /** Told when a fault begins. */
  readonly onFault?: (fault: ClockFault) => void;
}

/** The wall clock may stray from the monotonic one by so much before it counts as a jump, ms. */
const TOLERANCE = 1000;
/** After a jump the clock is believed again when it has gone evenly for so long, ms: what set it may set it once more. */
const HOLD = 60_000;

/**
 * Watches the machine's clock. Both clocks are disciplined alike, so that they stray from each other only when the wall clock is set, at
 * a leap second, or when the machine slept. All of it is counted from the last jump on, so that many small steps are noticed as well.
 */
export function createClockWatch(options: ClockWatchOptions = {}): ClockWatch {
  const { wall = Date.now, monotonic = () => performance.now(), synchronised = () => null, onFault } = options;
  let offset = wall() - monotonic();
  let believedFrom = -Infinity;
  let last: ClockFault | null = null;

  function judge(time: number, steady: number): ClockFault | null {
    const found = time - steady;
    if (Math.abs(found - offset) > TOLERANCE) {
      offset = found;
      believedFrom = steady + HOLD;
    }
    if (steady < believedFrom) return 'stepped';
    return synchronised() === false ? 'unsynchronised' : null;
  }

  return {
    read(): ClockReading {
      const time = wall();
      const fault = judge(time, monotonic());
      if (fault !== null && fault !== last) onFault?.(fault);
      last = fault;
      return fault === null ? { time, fault } : { time: null, fault };
    },
  };
}
