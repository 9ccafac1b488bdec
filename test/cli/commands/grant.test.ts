/** `yinzheng grant …` and `yinzheng approver …` on an installation that its server made. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stepOf, totpCode } from '../../../src/services/access/totp.ts';
import { installation, journalOf, run, type Ran } from '../../support/cli.ts';
import { ISSUER } from '../../support/http.ts';
import { blankFile } from '../../support/sealing.ts';
import { SEALS } from '../../../src/services/demonstration/data.ts';

const SEAL = '99010000000003';
const TO = new Date(Date.now() + 86_400_000).toISOString();

describe('yinzheng grant', function () {
  this.timeout(120_000);
  let home: string;
  before(async () => {
    home = await installation();
  });

  const call = (...argv: readonly string[]): Promise<Ran> => run(argv, { cwd: home });
  const facts = async (...argv: readonly string[]): Promise<Record<string, unknown>> => {
    const { code, out, err } = await call(...argv, '--json');
    assert.deepEqual([code, err], [0, ''], argv.join(' '));
    return JSON.parse(out) as Record<string, unknown>;
  };
  const refused = async (pattern: RegExp, ...argv: readonly string[]): Promise<void> => {
    const { code, err } = await call(...argv);
    assert.notEqual(code, 0, argv.join(' '));
    assert.match(err, pattern);
  };

  it('shows the grants of the demonstration', async () => {
    const { grants } = await facts('grant', 'list');
    assert.equal((grants as readonly unknown[]).length, SEALS.length);
    const shown = await facts('grant', 'show', `demonstration-${SEAL}`);
    assert.deepEqual([shown['grantState'], shown['origin'], shown['organisationCodes']], ['in-force', 'demonstration', [ISSUER]]);
    assert.match((await call('grant', 'show', `demonstration-${SEAL}`)).out, /For licence types: all/);
    await refused(/no such grant/, 'grant', 'show', 'none');
  });

  it('proposes, has another confirm by the code of his authenticator, and ends', async () => {
    const terms = ['--seal', SEAL, '--user', 'sealer', '--documents', '--to', TO, '--uses', '3'] as const;
    const proposed = await facts('grant', 'propose', ...terms);
    assert.deepEqual([proposed['grantState'], proposed['uses']], ['proposed', 3]);
    const id = String(proposed['grant']);
    const { authenticatorSecret } = await facts('approver', 'enrol', 'supervisor');
    await refused(/code is wrong/, 'grant', 'confirm', id, '--approver', 'supervisor');
    await refused(/code is wrong/, 'grant', 'confirm', id, '--approver', 'supervisor', '--code', '000000');
    const code = totpCode(fromBase32(String(authenticatorSecret)), stepOf(Date.now()));
    const confirmed = await facts('grant', 'confirm', id, '--approver', 'supervisor', '--code', code);
    assert.equal(confirmed['grantState'], 'in-force');
    const { accounts } = await facts('approver', 'list');
    assert.deepEqual(
      (accounts as readonly { readonly userName: string }[]).map(({ userName }) => userName),
      ['supervisor'],
    );
    assert.equal((await facts('grant', 'end', id, '--reason', 'x'))['grantState'], 'ended');
    const kinds = (await journalOf(home)).map(({ kind }) => kind);
    assert.deepEqual(
      kinds.filter((kind) => /^(grant-(proposed|ended)|approver)/.test(kind)),
      ['grant-proposed', 'approver-enrolled', 'grant-ended'],
    );
  });

  it('stops a seal in an emergency, which another person ends by his code', async () => {
    const other = '99010000000002';
    const { authenticatorSecret } = await facts('approver', 'enrol', 'approver');
    const stopped = await facts('emergency', 'stop', other, '--cause', '测试');
    assert.deepEqual([stopped['sealCode'], stopped['stopState']], [other, 'stopped']);
    const end = ['emergency', 'end', other, '--cause', '测试', '--approver', 'approver'] as const;
    await refused(/code is wrong/, ...end, '--code', '000000');
    const code = totpCode(fromBase32(String(authenticatorSecret)), stepOf(Date.now()));
    assert.equal((await facts(...end, '--code', code))['stopState'], 'resumed');
    await refused(/no such seal/, 'emergency', 'stop', 'none', '--cause', 'x');
  });

  it('refuses what makes no sense', async () => {
    await refused(/no such seal/, 'grant', 'propose', '--seal', '1', '--user', 'sealer', '--documents', '--to', TO);
    await refused(/no account nobody/, 'grant', 'propose', '--seal', SEAL, '--user', 'nobody', '--documents', '--to', TO);
    await refused(/--to is no time/, 'grant', 'propose', '--seal', SEAL, '--user', 'sealer', '--documents', '--to', 'never');
    await refused(/no account nobody/, 'approver', 'enrol', 'nobody');
  });

  it('is what the command line stamps by, too', async () => {
    await facts('grant', 'end', `demonstration-${SEAL}`, '--reason', 'x');
    const file = join(home, 'plain.pdf');
    writeFileSync(file, blankFile(1));
    const place = ['--organisation', ISSUER, '--x', '100', '--y', '100', '--out', join(home, 'stamped.pdf')] as const;
    await refused(/no grant covers it/, 'stamp', file, ...place, '--seal', SEAL);
  });
});

function fromBase32(text: string): Uint8Array {
  const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(text, (character) => digits.indexOf(character).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from({ length: Math.floor(bits.length / 8) }, (_, index) =>
    parseInt(bits.slice(index * 8, index * 8 + 8), 2),
  );
}
