/** `yinzheng revoke`: the next list is in the trust folder, and what was signed afterwards no longer passes. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseCertificateList } from '../../../src/pki/index.ts';
import { installation, journalOf, run } from '../../support/cli.ts';

describe('yinzheng revoke', function () {
  this.timeout(300_000);
  let home: string;
  let certificate: string;

  before(async () => {
    home = await installation();
    const keystore = JSON.parse(readFileSync(join(home, 'keys', 'online.keystore'), 'utf8')) as {
      readonly keys: readonly { readonly purposes: readonly string[]; readonly certificate: string }[];
    };
    const signer = keystore.keys.find(({ purposes }) => purposes.includes('seal-signature'));
    assert.ok(signer);
    certificate = join(home, 'signer.pem');
    writeFileSync(certificate, signer.certificate);
  });

  const entries = () => {
    const folder = join(home, 'data', 'trust', 'revocation-lists');
    return readdirSync(folder).flatMap((name) => parseCertificateList(new Uint8Array(readFileSync(join(folder, name)))).entries);
  };

  it('publishes the next list and tells the journal', async () => {
    assert.equal(entries().length, 0);
    const { code, out, err } = await run(
      ['revoke', certificate, '--reason', 'keyCompromise', '--since', '2026-01-02', '--json'],
      {
        cwd: home,
      },
    );
    assert.deepEqual([code, err], [0, '']);
    const { reason, invalidityDate } = JSON.parse(out) as { readonly reason: string; readonly invalidityDate: string };
    assert.deepEqual([reason, invalidityDate], ['keyCompromise', '2026-01-01T16:00:00.000Z']);
    assert.deepEqual(
      entries().map((entry) => [entry.reason, entry.invalidityDate]),
      [[1, Date.UTC(2026, 0, 1, 16)]],
    );
    const events = await journalOf(home);
    assert.equal(events.filter(({ kind }) => kind === 'certificate-revoked').length, 1);
  });

  it('prints what holds, also when it was revoked before', async () => {
    const { code, out } = await run(['revoke', certificate, '--reason', 'superseded'], { cwd: home });
    assert.equal(code, 0);
    assert.match(out, /keyCompromise/);
    assert.equal(entries().length, 1);
  });

  it('refuses reasons that do not end a certificate, and what is no certificate', async () => {
    const wrong = await run(['revoke', certificate, '--reason', 'certificateHold'], { cwd: home });
    assert.equal(wrong.code, 3);
    assert.match(wrong.err, /--reason is one of unspecified, keyCompromise/);
    writeFileSync(join(home, 'nothing.pem'), 'nothing');
    assert.equal((await run(['revoke', join(home, 'nothing.pem')], { cwd: home })).code, 3);
  });
});
