/** What time stamping needs of the platform. Adapter: `adapters/platform/clock-watch`. */
import type { Instant } from '../../base/time.ts';

/** Why the time of day cannot be vouched for: it jumped against the monotonic clock, or nothing keeps it in step. */
export type ClockFault = 'stepped' | 'unsynchronised';

/** The time of day, or why it is not known well enough. */
export type ClockReading = { readonly time: Instant; readonly fault: null } | { readonly time: null; readonly fault: ClockFault };

/** A clock that is watched. */
export interface ClockWatch {
  /** Reads the clocks and judges them by all that was seen since the start. */
  read(): ClockReading;
}
