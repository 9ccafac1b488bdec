/** `yinzheng copy`, `collecting`, `status-mapping` on a real installation. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { HOUSING_MINISTRY } from '../../../src/domain/status-mapping/index.ts';
import { installation, run } from '../../support/cli.ts';
import { collectedItem, sm3Hex, sourceTerms } from '../../support/collecting.ts';
import { blankFile } from '../../support/sealing.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { issueSample, ISSUER } from './licence.ts';

const REASON = ['--item', '食品经营许可', '--cause', '办理贷款'];

describe('yinzheng copy, collecting, status-mapping', function () {
  this.timeout(300_000);
  let home: string;
  before(async () => {
    home = await installation();
  });
  const here = (...argv: readonly string[]) => run(argv, { cwd: home });

  it('makes a use copy that verifies, tells its state by number and code, and a rendition when the licence has ended', async () => {
    const { identifier } = await issueSample(home);
    const out = join(temporaryFolder(), 'copy.pdf');
    const until = new Date(Date.now() + 86_400_000).toISOString();
    const use = ['--organisation', ISSUER, '--for', '办理贷款', '--user', '样例银行', '--until', until, ...REASON];
    const made = await here('copy', 'make', identifier, ...use, '--out', out);
    assert.deepEqual([made.code, made.err], [0, '']);
    const [number = '', code = ''] = made.out.trim().split('\n');
    assert.match(number, /^FB\d{8}/);
    assert.equal(readFileSync(out).subarray(0, 5).toString(), '%PDF-');
    for (const name of [number, code]) {
      const told = await here('status', name);
      assert.equal(told.code, 0);
      assert.match(told.out, /Copy good for its use/);
      assert.match(told.out, /as of: .*known at: /);
    }
    const later = new Date(Date.now() + 2 * 86_400_000).toISOString();
    const expired = await here('status', number, '--as-of', later);
    assert.deepEqual([expired.code, /Copy expired/.test(expired.out)], [1, true]);
    const verified = await here('verify', out);
    assert.match(verified.out, new RegExp(`Use copy ${number}: Copy good for its use`));
    assert.match((await here('copy', 'cancelled', identifier, '--organisation', ISSUER, ...REASON)).err, /\[COPY_REFUSED\]/);
    const end = ['--event', 'revoke', '--organisation', ISSUER, '--reason', '违法', '--document', '样罚〔2026〕4号'];
    assert.equal((await here('status', identifier, ...end)).code, 1);
    const rendition = await here('copy', 'cancelled', identifier, '--organisation', ISSUER, ...REASON);
    assert.equal(rendition.code, 0);
    assert.match((await here('status', number)).out, /Original not in force/);
    const chosen = await here('copy', 'seal', '99010000000003', ...REASON);
    assert.match(chosen.out, new RegExp(`${ISSUER}  99010000000003`));
  });

  it('lists and imports tables of statuses', async () => {
    assert.match((await here('status-mapping', 'list')).out, /^housing-ministry {2}.*\nyinzheng/);
    const file = join(temporaryFolder(), 'table.json');
    writeFileSync(file, JSON.stringify({ ...HOUSING_MINISTRY, id: 'city-exchange', name: '样例市交换平台' }));
    assert.equal((await here('status-mapping', 'import', file)).code, 0);
    assert.match((await here('status-mapping', 'list')).out, /city-exchange {2}样例市交换平台/);
    writeFileSync(file, JSON.stringify({ ...HOUSING_MINISTRY, sent: {} }));
    assert.match((await here('status-mapping', 'import', file)).err, /\[INPUT_INVALID\]/);
    writeFileSync(file, 'no table');
    assert.match((await here('status-mapping', 'import', file)).err, /\[INPUT_INVALID\]/);
  });

  it('takes a folder once, tells what came of it, and of the source', async () => {
    const terms = join(temporaryFolder(), 'source.json');
    writeFileSync(terms, JSON.stringify(sourceTerms({ mode: 'folder' })));
    assert.equal((await here('collecting', 'record', 'paper', terms)).code, 0);
    const folder = temporaryFolder();
    mkdirSync(folder, { recursive: true });
    const pdf = blankFile(1);
    const items = Buffer.from(
      JSON.stringify({
        items: [
          collectedItem({ sourceId: 'A', file: { name: 'a.pdf', sm3: sm3Hex(pdf) } }),
          collectedItem({ sourceId: 'B', status: 'unheard of' }),
        ],
      }),
    );
    writeFileSync(join(folder, 'a.pdf'), pdf);
    writeFileSync(join(folder, 'items.json'), items);
    const manifest = {
      ...{ format: 'yinzheng-exchange/1', source: 'paper', items: { name: 'items.json', sm3: sm3Hex(items) } },
      files: [{ name: 'a.pdf', size: pdf.length, sm3: sm3Hex(pdf) }],
    };
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
    const first = await here('collecting', 'import', folder, '--source', 'paper');
    assert.equal(first.code, 1, first.err);
    assert.match(first.out, /taken 1 {2}updated 0 {2}repeated 0 {2}refused 1\n {2}B {2}COLLECTED_STATUS_UNKNOWN/);
    assert.ok(existsSync(join(folder, 'result.json')));
    assert.match((await here('collecting', 'import', folder, '--source', 'paper')).out, /repeated 1 {2}refused 1/);
    assert.match((await here('collecting', 'list')).out, /paper .*sent 4 {2}taken 1 {2}updated 0 {2}repeated 1 {2}refused 2/);
    assert.match((await here('collecting', 'import', folder, '--source', 'nothing')).err, /\[SOURCE_NOT_FOUND\]/);
  });
});
