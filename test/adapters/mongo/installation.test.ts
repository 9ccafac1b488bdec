/** A whole installation over MongoDB: made, used, opened again, looked at by the command line. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { currentEdition } from '../../../src/domain/licence/index.ts';
import { PUBLIC_ACTOR } from '../../../src/services/access/index.ts';
import { changeStatus } from '../../../src/services/licences/index.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { run } from '../../support/cli.ts';
import { mongoServer } from '../../support/mongodb.ts';
import { configOf, issueMany, SERVED_CLERK, withServed } from '../../support/served.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('an installation over MongoDB', function () {
  this.timeout(120_000);

  it('issues, verifies, ends, and verifies again, across starts and from the command line', async function () {
    const server = await mongoServer(this);
    const folder = temporaryFolder();
    const env = { YINZHENG_DATABASE_URL: server.url(`yinzheng-installation-${process.pid}`) };
    const config = configOf(folder, env);
    const file = join(folder, 'licence.pdf');
    const identifier = await withServed(config, async ({ credentials, dependencies: { licences, verification } }) => {
      assert.ok(credentials);
      const [licence] = await issueMany(licences, 5);
      assert.ok(licence);
      const edition = currentEdition(licence);
      const [made] = edition.files;
      const bytes = await licences.store.blobs.get(made?.blob ?? '', made?.key);
      writeFileSync(file, bytes);
      const report = await verifyFile(verification, PUBLIC_ACTOR, { bytes });
      assert.deepEqual([report.conclusion, report.register?.status], ['passed', 'valid']);
      return edition.identifier;
    });
    await withServed(config, async ({ credentials, dependencies: { licences } }) => {
      assert.equal(credentials, null);
      await changeStatus(licences, SERVED_CLERK, { identifier, event: 'revoke', reason: 'r', documentNumber: 'd' });
    });
    const verified = await run(['verify', file, '--json'], { cwd: folder, env });
    assert.equal(verified.code, 1, verified.err);
    const report = JSON.parse(verified.out) as { readonly register: { readonly status: string } };
    assert.equal(report.register.status, 'revoked');
    for (const command of [['journal', 'verify'], ['doctor'], ['backup', join(folder, 'backup')]]) {
      const { code, out, err } = await run(command, { cwd: folder, env });
      assert.equal(code, 0, `${command.join(' ')}: ${out}${err}`);
    }
    // The copy goes into lmdb.
    const elsewhere = join(temporaryFolder(), 'elsewhere');
    const passphrase = { YINZHENG_KEYSTORE_PASSPHRASE_FILE: join(folder, 'keys', 'passphrase') };
    const restored = await run(['restore', join(folder, 'backup')], { cwd: elsewhere, env: passphrase });
    assert.equal(restored.code, 0, restored.err);
    assert.equal((await run(['doctor'], { cwd: elsewhere, env: passphrase })).code, 0);
    assert.equal((await run(['verify', file], { cwd: elsewhere, env: passphrase })).code, 1);
  });
});
