/** A backup of an lmdb installation, put into MongoDB: into an empty database only, and again where it was broken off. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { createMongoStore } from '../../../src/adapters/mongo/index.ts';
import { currentEdition } from '../../../src/domain/licence/index.ts';
import { backupTo } from '../../../src/processes/cli/backup.ts';
import { restoreFrom } from '../../../src/processes/cli/restore.ts';
import { PUBLIC_ACTOR } from '../../../src/services/access/index.ts';
import { SERVER_ACTOR } from '../../../src/services/platform.ts';
import { verifyFile } from '../../../src/services/verification/index.ts';
import { mongoServer } from '../../support/mongodb.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { configOf, issueMany, newInstallation, withOpened, withServed } from '../../support/served.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('restoring into MongoDB', function () {
  this.timeout(120_000);

  it('gives the same installation over another database, whole or not opened', async function () {
    const server = await mongoServer(this);
    const origin = await newInstallation();
    const issued = await withServed(configOf(origin), ({ dependencies: { licences } }) => issueMany(licences, 5));
    const backup = join(temporaryFolder(), 'backup');
    await withOpened(configOf(origin), (ground) => backupTo(ground, backup, { withPassphrase: true }));

    const folder = join(temporaryFolder(), 'elsewhere');
    const url = server.url(`yinzheng-restore-${process.pid}`);
    const config = configOf(folder, { YINZHENG_DATABASE_URL: url });
    const restore = (replace: boolean) =>
      restoreFrom(config, { folder: backup, actor: SERVER_ACTOR, replace, acceptOlder: false });
    // Broken off at its end: there is a file where the trust folder should be.
    const blocked = configOf(folder, { YINZHENG_DATABASE_URL: url, YINZHENG_TRUST_DIR: join(backup, 'manifest.json', 'trust') });
    await assert.rejects(restoreFrom(blocked, { folder: backup, actor: SERVER_ACTOR, replace: false, acceptOlder: false }), {
      code: 'INPUT_UNREADABLE',
    });
    await assert.rejects(
      withServed(config, () => Promise.resolve()),
      { code: 'RESTORE_UNFINISHED' },
    );
    const { head } = await restore(false);
    await withServed(config, async ({ dependencies: { verification, licences } }) => {
      const [restored] = await licences.store.journal.read(head.sequence, 1);
      assert.equal(restored?.event.kind, 'store-restored');
      for (const licence of issued) {
        const [file] = currentEdition(licence).files;
        const bytes = await licences.store.blobs.get(file?.blob ?? '', file?.key);
        const report = await verifyFile({ ...verification, journal: null }, PUBLIC_ACTOR, { bytes });
        assert.deepEqual([report.conclusion, report.register?.status], ['passed', 'valid']);
      }
      await issueMany(licences, 1);
    });
    for (const replace of [false, true]) await assert.rejects(restore(replace), { code: /STORE_(NOT_EMPTY|ROLLED_BACK)/ });

    // Broken off within the database, as a killed process leaves it.
    const store = await createMongoStore({ url, blobKeys: BLOB_KEYS });
    await store.records.insert('settings', { _id: 'restoring', schema: 1, version: 1, value: { backup: 'another' } });
    await store.close();
    await assert.rejects(
      withServed(config, () => Promise.resolve()),
      { code: 'RESTORE_UNFINISHED' },
    );
    rmSync(join(folder, 'keys', 'high-water.json'));
    await assert.rejects(restore(true), { code: 'STORE_NOT_EMPTY' });
  });
});
