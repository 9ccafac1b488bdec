import assert from 'node:assert/strict';
import { crc32 as nodeCrc32 } from 'node:zlib';
import { concatBytes, utf8 } from '../../src/base/bytes.ts';
import { crc32 } from '../../src/base/crc32.ts';
import { createZip } from '../../src/base/zip/index.ts';
import { needTool, runTool } from '../support/pdf.ts';

describe('ZIP files', () => {
  it('hold what was added, under names in any script and the time in China', function () {
    needTool(this, 'unzip');
    const zip = createZip(Date.parse('2026-03-01T16:30:10Z'));
    const file = concatBytes(...zip.add('证明.txt', utf8('内容')), ...zip.add('empty', new Uint8Array()), zip.end());
    assert.match(runTool(file, 'unzip', '-t', '{}').output, /No errors detected/);
    assert.equal(runTool(file, 'unzip', '-p', '{}', 'empty').output, '');
    assert.match(runTool(file, 'unzip', '-Z', '-T', '{}').output, /20260302\.003010/);
    assert.ok(runTool(file, 'unzip', '-p', '{}').output === '内容');
  });

  it('take no more than 65,535 files', () => {
    const zip = createZip(0);
    for (let count = 0; count < 0xffff; count++) zip.add('x', new Uint8Array());
    assert.throws(() => zip.add('x', new Uint8Array()), { code: 'INPUT_TOO_LARGE' });
  });

  it('have the check sum that others compute', () => {
    for (const length of [0, 1, 2, 3, 4, 5, 1000, 1003]) {
      const bytes = Uint8Array.from({ length }, (_, index) => (index * 37 + length) & 0xff);
      assert.equal(crc32(bytes), nodeCrc32(bytes));
    }
  });
});
