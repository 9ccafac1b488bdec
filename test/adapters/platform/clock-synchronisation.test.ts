/** Asking whether the clock is synchronised, with programs on a PATH of the test's own that answer as the real ones do. */
import assert from 'node:assert/strict';
import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClockSynchronisation, type ClockSource } from '../../../src/adapters/platform/clock-synchronisation.ts';
import { createClockWatch } from '../../../src/adapters/platform/clock-watch.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const tracking = (offset: string, leap: string): string =>
  `C0A80001,192.168.0.1,3,1767225600.123456789,${offset},0.000001,0.000020,-10.5,0.001,0.05,0.002,0.001,64.2,${leap}`;

describe('clock synchronisation', () => {
  const folder = temporaryFolder();
  const program = (name: string, script: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  const says = (name: string, text: string): void => program(name, `echo '${text}'`);
  const open = (source: ClockSource) => createClockSynchronisation(source, { env: { PATH: folder } });
  const found = async (source: ClockSource): Promise<boolean | null> => {
    const synchronisation = open(source);
    await synchronisation.ask();
    return synchronisation.synchronised();
  };
  beforeEach(() => {
    for (const name of ['chronyc', 'timedatectl']) rmSync(join(folder, name), { force: true });
  });

  it('is what chrony says of itself', async () => {
    for (const [offset, leap, expected] of [
      ['0.000012', 'Normal', true],
      ['-0.9', 'Insert second', true],
      ['-1.5', 'Normal', false],
      ['0.000000000', 'Not synchronised', false],
    ] as const) {
      says('chronyc', tracking(offset, leap));
      assert.equal(await found('chrony'), expected, `${offset} ${leap}`);
    }
  });

  it('is what the kernel says, by way of timedatectl', async () => {
    says('timedatectl', 'yes');
    assert.equal(await found('systemd'), true);
    says('timedatectl', 'no');
    assert.equal(await found('systemd'), false);
  });

  it('is asked of the first that answers, and not known where nobody does', async () => {
    assert.equal(await found('auto'), null);
    says('timedatectl', 'yes');
    assert.equal(await found('auto'), true);
    program('chronyc', 'echo "506 Cannot talk to daemon"; exit 1');
    assert.equal(await found('auto'), true);
    says('chronyc', tracking('0.1', 'Not synchronised'));
    assert.equal(await found('auto'), false);
  });

  it('is lost when who was named, or has answered once, does not answer', async () => {
    assert.deepEqual([await found('chrony'), await found('systemd')], [false, false]);
    says('timedatectl', 'perhaps');
    assert.equal(await found('systemd'), false);
    says('timedatectl', 'yes');
    const synchronisation = open('auto');
    await synchronisation.ask();
    rmSync(join(folder, 'timedatectl'));
    await synchronisation.ask();
    assert.equal(synchronisation.synchronised(), false);
  });

  it('does not wait for a program that hangs', async () => {
    program('chronyc', 'while :; do :; done');
    says('timedatectl', 'yes');
    assert.equal(await found('auto'), true);
  });

  it('asks nobody when it is off', async () => {
    says('chronyc', tracking('0.1', 'Not synchronised'));
    says('timedatectl', 'no');
    assert.equal(await found('off'), null);
  });

  it('makes the watched clock refuse while it is lost, and only then', async () => {
    says('timedatectl', 'no');
    const synchronisation = open('systemd');
    const watch = createClockWatch({ synchronised: () => synchronisation.synchronised() });
    await synchronisation.ask();
    assert.equal(watch.read().fault, 'unsynchronised');
    says('timedatectl', 'yes');
    await synchronisation.ask();
    assert.equal(watch.read().fault, null);
  });
});
