/** One process of `npm run fuzz`: fuzzes one target and prints what came of it as JSON. */
import { fuzz, type Tally } from './campaign.ts';
import { noteInputs } from './current.ts';
import { writeFinding } from './finding.ts';
import { createRandom } from './random.ts';
import { TARGETS } from './targets/index.ts';
import { createWorld } from './world.ts';

/** What a process is told. */
export interface Order {
  readonly target: string;
  readonly seed: number;
  readonly runs: number;
  /** Longest time, ms. */
  readonly longest: number;
  /** Folder of findings. */
  readonly out: string;
  /** File of the input at hand. */
  readonly current: string;
}

/** What a process gives back. */
export interface Report {
  readonly tally: Tally;
  /** One line for each fault that is unlike the others. */
  readonly faults: readonly string[];
}

const order = JSON.parse(process.argv[2] ?? '') as Order;
const target = TARGETS.find(({ name }) => name === order.target);
if (!target) throw new Error(`there is no target ${order.target}`);
const world = createWorld();
const faults = new Map<string, string>();
try {
  const tally = await fuzz(target, await target.open(world), {
    random: createRandom(order.seed, target.name),
    runs: order.runs,
    until: performance.now() + order.longest,
    starting: noteInputs(order.current),
    found({ kind, what, stack }, input) {
      if (faults.has(what)) return;
      const path = writeFinding(order.out, target.name, input, `${kind}: ${what}\n${stack}`);
      faults.set(what, `${kind}: ${what} (${path})`);
    },
  });
  process.stdout.write(JSON.stringify({ tally, faults: [...faults.values()] } satisfies Report));
} finally {
  await world.close();
}
