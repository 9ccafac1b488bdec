/** A signer that is killed, broken, crowded or left alone. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { toHex } from '../../../../src/base/bytes.ts';
import type { SignerPlaces, SignerProcess } from '../../../../src/adapters/custody/index.ts';
import { isYinzhengError } from '../../../../src/base/errors/index.ts';
import { DEFAULT_SM2_USER_ID } from '../../../../src/crypto/index.ts';
import { AUTHORISATION } from '../../../support/custody.ts';
import { crypto } from '../../../support/pki.ts';
import { readAudit, signerPlaces, startTestSigner } from '../../../support/signer.ts';
import { materialFor, requestBytes, type Custody, type SigningMaterial } from '../../../support/signing-material.ts';

const KILLS = 6;
const CLIENTS = 32;

describe('a signer process', function () {
  this.timeout(300_000);
  let places: SignerPlaces;
  let errors: unknown[];
  let signer: SignerProcess;
  let custody: Custody;
  let material: SigningMaterial;
  let broken: string;

  beforeEach(async () => {
    places = signerPlaces();
    errors = [];
    broken = join(dirname(places.keystore), 'broken');
    process.env['SIGNER_IS_BROKEN'] = broken;
    signer = await startTestSigner(places, { errors, patience: 20_000 });
    custody = await signer.make(null);
    material = await materialFor(custody, 'csr');
  });
  afterEach(async () => {
    await signer.close();
    delete process.env['SIGNER_IS_BROKEN'];
  });

  const sign = (reference: string, by = custody): Promise<Uint8Array> =>
    by.sign({ ...material, keyId: material.key.keyId, authorisation: { actor: 'tester', reference } });
  const kill = (): void => {
    const pid = signer.pid();
    if (pid !== null) process.kill(pid, 'SIGKILL');
  };
  const isRunning = (pid: number): boolean => existsSync(`/proc/${pid}`);

  it('killed under load again and again, answers every request and has a line for every answer', async () => {
    const answered: string[] = [];
    let stopped = false;
    const load = Array.from({ length: CLIENTS }, async (_, client) => {
      for (let turn = 0; !stopped; turn++) {
        const reference = `${client}/${turn}`;
        const tbs = requestBytes(material.key.publicKey, reference);
        try {
          const signature = await custody.sign({
            keyId: material.key.keyId,
            purpose: 'csr',
            tbs,
            authorisation: { actor: 'x', reference },
          });
          assert.ok(crypto.verify({ kind: 'sm2', userId: DEFAULT_SM2_USER_ID }, material.key.publicKey, [tbs], signature));
          answered.push(`${reference} ${toHex(crypto.digest('sm3', tbs))}`);
        } catch (error) {
          // Killed twice under the same request.
          assert.ok(isYinzhengError(error, 'SIGNER_UNAVAILABLE'));
        }
      }
    });
    for (let turn = 0; turn < KILLS; turn++) {
      const before = answered.length;
      while (answered.length < before + CLIENTS) await pause(5);
      await pause(Math.random() * 50);
      kill();
    }
    stopped = true;
    await Promise.all(load);
    assert.ok(signer.starts() > KILLS, `${signer.starts()} starts`);
    assert.equal(errors.filter((error) => isYinzhengError(error, 'SIGNER_UNAVAILABLE')).length, errors.length);
    const { faults, uses } = await readAudit(places.audit);
    assert.deepEqual(faults, []);
    const lines = new Set(
      uses.map(({ reference, tbsSm3, outcome }) => `${reference} ${tbsSm3}${outcome === 'signed' ? '' : '!'}`),
    );
    assert.deepEqual(
      answered.filter((one) => !lines.has(one)),
      [],
    );
  });

  it('that cannot be started again is told to whoever asks, and is used as soon as it can', async () => {
    await signer.close();
    signer = await startTestSigner(places, { errors, patience: 300 });
    custody = await signer.make(null);
    writeFileSync(broken, '');
    kill();
    await pause(50);
    await assert.rejects(sign('1'), { code: 'SIGNER_UNAVAILABLE' });
    await assert.rejects(custody.list(), { code: 'SIGNER_UNAVAILABLE' });
    rmSync(broken);
    while (signer.pid() === null) await pause(20);
    await sign('2');
  });

  it('is not asked twice for what changes something', async () => {
    await signer.close();
    signer = await startTestSigner(places, { errors });
    custody = await signer.make(null);
    const making = custody.generate({ label: 'x', purposes: ['csr'] });
    kill();
    await assert.rejects(making, { code: 'SIGNER_UNAVAILABLE' });
    assert.ok((await custody.list()).length <= 2);
  });

  it('turns away more than it can hold, and signs for the rest', async () => {
    const results = await Promise.allSettled(Array.from({ length: 1100 }, (_, turn) => sign(`${turn}`)));
    const refused = results.filter((result) => result.status === 'rejected');
    assert.equal(refused.length, 1100 - 1024);
    for (const { reason } of refused) assert.ok(isYinzhengError(reason, 'SERVICE_BUSY'));
  });

  it('says what is wrong with its keys to whoever opens them', async () => {
    await signer.close();
    writeFileSync(places.passphrase, 'quite another passphrase');
    signer = await startTestSigner(places, { errors });
    await assert.rejects(signer.open(), { code: 'KEYSTORE_PASSPHRASE_WRONG' });
  });

  it('signs nothing that it cannot write down', async () => {
    writeFileSync(places.audit, 'no folder');
    await assert.rejects(sign('1'), { code: 'KEY_AUDIT_UNWRITABLE' });
    rmSync(places.audit);
    await sign('2');
    assert.deepEqual(
      (await readAudit(places.audit)).uses.map(({ reference }) => reference),
      ['2'],
    );
    assert.deepEqual(await signer.head(), (await readAudit(places.audit)).head);
  });

  it('ends with who started it, and leaves nothing behind', async () => {
    const pid = signer.pid() ?? 0;
    assert.ok(isRunning(pid));
    await signer.close();
    assert.ok(!isRunning(pid));
    await assert.rejects(sign('1'), { code: 'SIGNER_UNAVAILABLE' });
    const program = fileURLToPath(new URL('../../../support/signer-owner.ts', import.meta.url));
    const owned = await new Promise<number>((resolve) =>
      execFile(process.execPath, ['--import=tsx', program, dirname(places.keystore)], (_, out) => resolve(Number(out))),
    );
    assert.ok(owned > 0);
    for (let wait = 0; isRunning(owned) && wait < 500; wait++) await pause(20);
    assert.ok(!isRunning(owned));
  });

  it('does not sign when nobody authorised it, and says so in the log', async () => {
    const request = { ...material, keyId: material.key.keyId, purpose: 'crl' as const, authorisation: AUTHORISATION };
    await assert.rejects(custody.sign(request), { code: 'KEY_PURPOSE_REFUSED' });
    const [use] = (await readAudit(places.audit)).uses;
    assert.deepEqual([use?.outcome, use?.reason, use?.count], ['refused', 'the key is not for this purpose', 0]);
  });
});
