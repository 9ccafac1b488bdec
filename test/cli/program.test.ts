/** The built program as a process: real files of other products, each with a documented exit code and never a stack trace. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { VerificationReport } from '../../src/report/index.ts';
import { builtProgram, runBuilt } from '../support/cli.ts';
import { needSamples } from '../support/samples.ts';
import { temporaryFolder } from '../support/temporary.ts';

const SAMPLES = fileURLToPath(new URL('../../../shared/samples/', import.meta.url));

/** Exit codes that a file may end with, by its folder. */
const EXPECTED: Readonly<Record<string, readonly number[]>> = {
  'pdf/signed': [2],
  'pdf/attack': [1],
  'pdf/plain': [2, 3],
  seal: [1, 2],
};
const UNREADABLE = ['minimal-aes256.pdf', 'minimal-rc4.pdf', 'minimal-startxref-hopeless.pdf', 'GHOSTSCRIPT-698804-1-fuzzed.pdf'];

describe('the built command', function () {
  this.timeout(120_000);
  let folder: string;

  before(async () => {
    folder = temporaryFolder();
    await builtProgram();
  });

  it('prints version and help, and ends with 3 for a wrong call', async () => {
    assert.match((await runBuilt(['--version'], folder)).out, /^yinzheng \d+\.\d+\.\d+\n$/);
    assert.match((await runBuilt(['--help'], folder)).out, /verify +verify a file/);
    for (const argv of [[], ['verify'], ['verify', join(folder, 'missing')], ['verify', folder]]) {
      const { code, out, err } = await runBuilt(argv, folder);
      assert.deepEqual([code, out], [3, '']);
      assertClear(err);
    }
  });

  for (const [kind, codes] of Object.entries(EXPECTED)) {
    it(`verifies samples/${kind}`, async function () {
      needSamples(this);
      for (const name of readdirSync(join(SAMPLES, kind))) {
        const { code, out, err } = await runBuilt(['verify', join(SAMPLES, kind, name), '--json'], folder);
        assert.ok(codes.includes(code), `${name}: ${code}`);
        assert.equal(code === 3, UNREADABLE.includes(name), name);
        if (code === 3) {
          assert.equal(out, '', name);
          assertClear(err);
          continue;
        }
        assert.equal(err, '', name);
        const { conclusion, signatures } = JSON.parse(out) as VerificationReport;
        assert.equal(conclusion, code === 1 ? 'failed' : 'indeterminate', name);
        if (kind === 'pdf/plain') assert.deepEqual(signatures, [], name);
        if (kind === 'pdf/signed') assert.ok(signatures.length > 0 && signatures.every(({ intact }) => intact === true), name);
      }
    });

    it(`inspects samples/${kind}`, async function () {
      needSamples(this);
      for (const name of readdirSync(join(SAMPLES, kind))) {
        const { code, out, err } = await runBuilt(['inspect', join(SAMPLES, kind, name)], folder);
        assert.ok(code === 0 || code === 3, `${name}: ${code}`);
        assert.equal(out === '', code === 3, name);
        if (code === 3) assertClear(err);
        else assert.equal(err, '', name);
      }
    });
  }

  it('loads for a verification nothing that only serving or making documents needs', async () => {
    const tools = temporaryFolder();
    const [hooks, loaded] = [join(tools, 'hooks.mjs'), join(tools, 'loaded')];
    writeFileSync(
      hooks,
      `import { appendFileSync } from 'node:fs';
       import { register } from 'node:module';
       import { isMainThread } from 'node:worker_threads';
       if (isMainThread) register(import.meta.url);
       export async function resolve(name, context, next) {
         const found = await next(name, context);
         appendFileSync(${JSON.stringify(loaded)}, found.url + '\\n');
         return found;
       }`,
    );
    const file = join(tools, 'file.pdf');
    writeFileSync(file, '%PDF-1.7\nnothing more');
    const { code } = await runBuilt(['verify', file], folder, ['--import', hooks]);
    assert.equal(code, 3);
    const urls = readFileSync(loaded, 'utf8').split('\n');
    assert.ok(urls.some((url) => /chunks\/verifier-/.test(url)));
    const packages = urls.flatMap((url) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(url)?.[1] ?? []);
    const unwanted = ['zod', 'express', 'pino', 'mongoose', 'harfbuzzjs', 'lmdb', '@noble/curves', '@hyzyla/pdfium'];
    assert.deepEqual(
      packages.filter((name) => unwanted.includes(name)),
      [],
    );
  });

  it('left nothing behind', () => {
    assert.deepEqual(readdirSync(folder), []);
    assert.equal(existsSync(join(folder, 'data')), false);
  });
});

/** Says what is wrong, with a code of ours, and shows nothing of the program's inside. */
function assertClear(err: string): void {
  assert.match(err, /^yinzheng: .+ \[[A-Z_]+\]$/m);
  assert.doesNotMatch(err, /\[INTERNAL\]|^\s+at /m);
}
