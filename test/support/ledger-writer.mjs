// Uses a grant and compacts its ledger, over and over, until it is killed: `node --import=tsx ledger-writer.mjs LEDGER NAME` and, in JSON, how
// the ledger is opened and the claim of the use. Says each use that was admitted in a line.
import { writeSync } from 'node:fs';
import { openGrantLedger } from '../../src/adapters/custody/grants/index.ts';

const [path, name, json] = process.argv.slice(2);
const { claim, seal } = JSON.parse(json);
const options = { secret: new Uint8Array(32).fill(3), mode: 'production', operator: true, clock: { now: () => Date.now() } };
const ledger = openGrantLedger({ path, ...options });
for (let use = 1; ; use++) {
  const data = use.toString(16).padStart(64, '0');
  const asked = { claim, seal, version: () => data, data, reference: `stampings/${name}/${use}` };
  const [reason] = await Promise.all([ledger.admit(asked), use % 3 === 0 ? ledger.compact() : null]);
  if (reason) throw new Error(reason.en);
  writeSync(1, `${use}\n`);
}
