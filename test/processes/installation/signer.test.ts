/** The installation of a server whose keys are in a signer, and the command's own signer on the same keys. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { currentEdition } from '../../../src/domain/licence/index.ts';
import { examine } from '../../../src/processes/cli/doctor.ts';
import { openService } from '../../../src/processes/cli/installation.ts';
import { installationOpener } from '../../../src/processes/installation/open.ts';
import { issueLicence, type LicenceDependencies } from '../../../src/services/licences/index.ts';
import { fileURLToPath } from 'node:url';
import { issueRequest } from '../../support/http.ts';
import { configOf, SERVED_CLERK } from '../../support/served.ts';
import { readAudit, SIGNER_PROGRAM } from '../../support/signer.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('an installation with a signer', function () {
  this.timeout(120_000);
  const config = configOf(temporaryFolder());
  const audit = join(config.keysDirectory, 'audit');
  const verifier = fileURLToPath(new URL('../../support/verifier-thread.mjs', import.meta.url));
  const opening = {
    signer: SIGNER_PROGRAM,
    onError: (error: unknown) => {
      throw error;
    },
  };
  const issued: string[] = [];

  async function issue(licences: LicenceDependencies): Promise<void> {
    const { licence } = await issueLicence(licences, SERVED_CLERK, issueRequest() as Parameters<typeof issueLicence>[2]);
    issued.push(`stampings/${currentEdition(licence).intent.stamping}`);
  }
  const found = async () =>
    (await examine(config, { ...opening, timeZone: 'Asia/Shanghai' })).find(({ id }) => id === 'key-uses');

  it('seals what is issued, by the server and by commands, and has a line for each', async () => {
    const served = await installationOpener({ verifier, signer: SIGNER_PROGRAM })(config, pino({ level: 'silent' }));
    try {
      assert.equal(await served.dependencies.signerReady(), true);
      const { signerStarts, auditDifferences } = served.dependencies.custodyFigures();
      assert.deepEqual([signerStarts, auditDifferences], [1, null]);
      await issue(served.dependencies.licences);
      const command = await openService(config, opening);
      await issue(command.value);
      await command.close();
      await issue(served.dependencies.licences);
    } finally {
      await served.stop();
    }
    const { faults, uses } = await readAudit(audit);
    const sealed = uses.filter(({ purpose }) => purpose === 'seal-signature');
    assert.deepEqual([faults, sealed.map(({ reference }) => reference).sort()], [[], [...issued].sort()]);
    assert.equal((await found())?.outcome, 'ok');
    // The root's keys were used in a signer of their own, and its log goes where they go.
    assert.ok(existsSync(join(config.keysDirectory, 'offline', 'audit', '000001.log')));
  });

  it('has a fault when a line is no longer what it was', async () => {
    const file = join(audit, '000001.log');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replace(issued[0] ?? '', 'stampings/another'));
    assert.equal((await found())?.outcome, 'fault');
    writeFileSync(file, text);
    assert.equal((await found())?.outcome, 'ok');
  });
});
