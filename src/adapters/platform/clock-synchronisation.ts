/** Whether the machine's clock is kept in step with others: what chrony says of itself, or the kernel by way of systemd's timedatectl. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Who is asked: `auto` asks chrony and then systemd, and takes the first that answers; `off` asks nobody. */
export type ClockSource = 'auto' | 'chrony' | 'systemd' | 'off';

/** What was last found out. */
export interface ClockSynchronisation {
  /** True or false as was last answered; null while nobody has ever answered. */
  readonly synchronised: () => boolean | null;
  /** Asks again, for a few seconds at most; never rejects. */
  readonly ask: () => Promise<void>;
}

/** How long one program may take, ms. */
const TIME_LIMIT = 2000;
/** A clock that is off by more, s, counts as not synchronised whatever else is said of it. */
const FARTHEST = 1;

const run = promisify(execFile);

/** Programs and what their answers mean: null for an answer that says nothing. */
const PROGRAMS = {
  chrony: { command: 'chronyc', parameters: ['-c', '-n', 'tracking'], read: readTracking },
  systemd: { command: 'timedatectl', parameters: ['show', '--property=NTPSynchronized', '--value'], read: readTimedatectl },
} as const;

/**
 * Asks programs of the system, found on `PATH` of `env`. Who was named, or has answered once, and does not answer any more counts as lost:
 * false; nobody is waited for in vain otherwise.
 */
export function createClockSynchronisation(
  source: ClockSource,
  { env = process.env }: { readonly env?: NodeJS.ProcessEnv } = {},
): ClockSynchronisation {
  let state: boolean | null = null;
  const asked = source === 'auto' ? (['chrony', 'systemd'] as const) : source === 'off' ? [] : [source];

  async function answer(): Promise<boolean | null> {
    for (const name of asked) {
      const { command, parameters, read } = PROGRAMS[name];
      // the words of the answers are those of no language
      const options = { timeout: TIME_LIMIT, env: { ...env, LC_ALL: 'C' }, killSignal: 'SIGKILL', maxBuffer: 4096 } as const;
      const said = await run(command, parameters, options).then(
        ({ stdout }) => read(stdout.trim()),
        () => null,
      );
      if (said !== null) return said;
    }
    return source === 'auto' && state === null ? null : false;
  }

  return {
    synchronised: () => state,
    async ask() {
      if (asked.length > 0) state = await answer();
    },
  };
}

/** `chronyc -c tracking`: address, stratum, times and, last, the leap status; the fifth is how far the clock is off, s. */
function readTracking(line: string): boolean | null {
  const fields = line.split(',');
  const offset = Number(fields[4]);
  if (fields.length < 14 || Number.isNaN(offset)) return null;
  return fields[13] !== 'Not synchronised' && Math.abs(offset) <= FARTHEST;
}

function readTimedatectl(word: string): boolean | null {
  return word === 'yes' ? true : word === 'no' ? false : null;
}
