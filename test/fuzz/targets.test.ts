/** The short form of `npm run fuzz`: some inputs for every target, the same ones each time but for the keys within. */
import assert from 'node:assert/strict';
import { fuzz } from '../../fuzz/campaign.ts';
import { createRandom } from '../../fuzz/random.ts';
import { attemptSeeds } from '../../fuzz/seeds.ts';
import type { OpenTarget } from '../../fuzz/target.ts';
import { TARGETS } from '../../fuzz/targets/index.ts';
import { createWorld, type World } from '../../fuzz/world.ts';

const RUNS = 500;
/** Longest time for a target, ms: on a slow machine fewer inputs are tried. */
const LONGEST = 150;
const SEED = 20_260_302;

describe('hostile input', function () {
  this.timeout(300_000);
  let world: World;
  before(() => {
    world = createWorld();
  });
  after(() => world.close());

  for (const target of TARGETS) {
    it(`is survived by ${target.name}`, async () => {
      const open: OpenTarget = await target.open(world);
      assert.ok((await attemptSeeds(open)) > 0, 'no seed is taken: the target tries nothing');
      const faults: string[] = [];
      await fuzz(target, open, {
        random: createRandom(SEED, target.name),
        runs: RUNS,
        until: performance.now() + LONGEST,
        found: ({ kind, what, stack }, input) => {
          // how long something takes on a busy machine is for `npm run fuzz` to say
          if (kind !== 'slow') faults.push(`${what}\n${stack}\n${Buffer.from(input).toString('base64').slice(0, 4_000)}`);
        },
      });
      assert.deepEqual(faults, []);
    });
  }
});
