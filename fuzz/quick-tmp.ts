import { TARGETS } from './targets/index.ts';
import { createWorld } from './world.ts';
import { createRandom } from './random.ts';
import { fuzz } from './campaign.ts';
import { writeFileSync, mkdirSync } from 'node:fs';
const world = createWorld();
const only = process.argv[2];
const ms = Number(process.argv[3] ?? 5000);
const seed = Number(process.argv[4] ?? 1);
mkdirSync('/tmp/h/fuzz-out', { recursive: true });
for (const t of TARGETS.filter((t) => !only || only === 'all' || t.name.match(only))) {
  const seen = new Map<string, number>();
  const o = await t.open(world);
  const r = await fuzz(t, o, {
    random: createRandom(seed, t.name),
    runs: 1e9,
    until: performance.now() + ms,
    found(f, input) {
      const n = (seen.get(f.what) ?? 0) + 1;
      seen.set(f.what, n);
      if (n === 1) {
        console.log('!!', t.name, f.kind, f.what.slice(0, 300), '\n', f.stack.split('\n').slice(0, 8).join('\n'));
        writeFileSync(`/tmp/h/fuzz-out/${t.name}-${seen.size}`, input);
      }
    },
  });
  console.log(t.name.padEnd(24), JSON.stringify(r));
}
await world.close();
