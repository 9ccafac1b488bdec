/** Messages of errors in the page: those of the server are left out of it, so that nothing in it may throw one. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cryptoMessages } from '../../src/base/errors/crypto.ts';
import { inputMessages } from '../../src/base/errors/input.ts';
import { pkiMessages } from '../../src/base/errors/pki.ts';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));
/** What the page is made of besides itself. */
const FOLDERS = ['base', 'report', 'claim', 'crypto/portable', 'web'];

describe('messages of errors in the page', () => {
  it('are there for every error that it can meet', () => {
    const there = new Set(Object.keys({ ...inputMessages, ...cryptoMessages, ...pkiMessages }));
    const thrown = FOLDERS.flatMap((folder) =>
      readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => /\.(?:ts|vue)$/.test(file))
        .flatMap((file) => [...readFileSync(join(SRC, folder, file), 'utf8').matchAll(/new YinzhengError\(\s*'(\w+)'/g)])
        .map(([, code = '']) => code),
    );
    assert.ok(thrown.length > 5);
    assert.deepEqual(
      thrown.filter((code) => !there.has(code)),
      [],
    );
  });
});
