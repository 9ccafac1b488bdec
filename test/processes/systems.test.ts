/** What the configuration says of systems that prove themselves otherwise than by registered keys. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../../src/config/index.ts';
import { writePem } from '../../src/pki/index.ts';
import { openSystems } from '../../src/processes/installation/systems.ts';
import { crypto, makeRoot } from '../support/pki.ts';
import { temporaryFolder } from '../support/temporary.ts';

describe('systems as configured', () => {
  let now = 1_000_000;
  const told: unknown[] = [];
  const open = (changes: Partial<Config>) =>
    openSystems({ keySetHosts: [], keySetCaFile: null, clientTrustDirectory: null, mode: 'production', ...changes } as Config, {
      crypto,
      clock: { now: () => now },
      onError: (error) => void told.push(error),
    });
  const refused = (changes: Partial<Config>, name: string) =>
    assert.rejects(open(changes), (error: { code?: string; message: string }) => {
      assert.equal(error.code, 'CONFIGURATION_INVALID');
      assert.match(error.message, new RegExp(name));
      return true;
    });

  it('prove themselves by nothing else where nothing is said', async () => {
    assert.deepEqual(await open({}), {});
  });

  it('publish keys over https at listed hosts, in a demonstration over http too', async () => {
    const { keySets } = await open({ keySetHosts: ['keys.example'] });
    assert.deepEqual(
      ['https', 'http'].map((scheme) => keySets?.permits(`${scheme}://keys.example/`)),
      [true, false],
    );
    assert.equal(
      (await open({ keySetHosts: ['keys.example'], mode: 'demonstration' })).keySets?.permits('http://keys.example/'),
      true,
    );
  });

  it('are refused with a file or folder that has no certificates, by name', async () => {
    const folder = temporaryFolder();
    const file = join(folder, 'ca.pem');
    await refused({ keySetHosts: ['a.example'], keySetCaFile: file }, 'YINZHENG_JWKS_CA_FILE');
    writeFileSync(file, 'no certificate');
    await refused({ keySetHosts: ['a.example'], keySetCaFile: file }, 'YINZHENG_JWKS_CA_FILE');
    writeFileSync(file, writePem('CERTIFICATE', makeRoot().certificate.raw));
    assert.ok((await open({ keySetHosts: ['a.example'], keySetCaFile: file })).keySets);
    await refused({ clientTrustDirectory: join(folder, 'none') }, 'YINZHENG_CLIENT_TRUST_DIR');
  });

  it('are believed by the CAs of a folder, which is read again; what cannot be read leaves what was there', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'anchors'));
    const [first, second] = [makeRoot().certificate, makeRoot({ key: 'p256' }).certificate];
    writeFileSync(join(folder, 'anchors', '1.pem'), writePem('CERTIFICATE', first.raw));
    const { clientTrust } = await open({ clientTrustDirectory: folder });
    assert.ok(clientTrust);
    const known = () => Promise.all([first, second].map(async (one) => (await clientTrust()).anchorOf(one) !== null));
    assert.deepEqual(await known(), [true, false]);
    writeFileSync(join(folder, 'anchors', '2.pem'), writePem('CERTIFICATE', second.raw));
    assert.deepEqual(await known(), [true, false]);
    now += 60_000;
    assert.deepEqual(await known(), [true, true]);
    writeFileSync(join(folder, 'anchors', '2.pem'), 'broken');
    now += 60_000;
    assert.deepEqual(await known(), [true, true]);
    assert.equal(told.length, 1);
  });
});
