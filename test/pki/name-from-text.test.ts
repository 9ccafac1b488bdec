import assert from 'node:assert/strict';
import { encodeName, nameKey, nameKeyOfText, nameText, parseName, type Name } from '../../src/pki/index.ts';
import { readDer } from '../../src/asn1/index.ts';

const nameOf = (fields: Parameters<typeof encodeName>[0]): Name => parseName(readDer(encodeName(fields)));

describe('names as RFC 4514 writes them', () => {
  it('are those of certificates, however they are written', () => {
    const name = nameOf({ country: 'CN', organisation: '样例, 局 "A"+B', commonName: ' 系统  One ' });
    const key = nameKey(name);
    assert.equal(nameKeyOfText(nameText(name)), key);
    for (const text of [
      'CN=系统 one,O=样例\\, 局 \\"A\\"\\+b,C=cn',
      'cn = 系统 One, o=样例\\2c 局 \\22A\\22\\2bB , c=CN',
      '2.5.4.3=系统 One,2.5.4.10=样例\\, 局 \\"a\\"\\+B,C=CN',
      'CN=\\e7\\b3\\bb\\e7\\bb\\9f One,O=样例\\, 局 \\"A\\"\\+B,C=CN',
    ])
      assert.equal(nameKeyOfText(text), key, text);
    for (const other of ['CN=系统 One', 'C=CN,O=样例\\, 局 \\"A\\"\\+B,CN=系统 One', 'CN=系统 Two,O=样例\\, 局 \\"A\\"\\+B,C=CN'])
      assert.notEqual(nameKeyOfText(other), key, other);
    assert.equal(nameKeyOfText('CN=a+O=b'), nameKeyOfText('O=b+CN=a'));
  });

  it('are none where an attribute or an escape is none', () => {
    for (const text of [
      ...[
        '',
        ' ',
        'x',
        'CN',
        '=x',
        'CN=x,',
        'CN=x+',
        ',CN=x',
        'XX=y',
        'CN=a;O=b',
        'CN="a"',
        'CN=a\\',
        'CN=a\\z',
        'CN=\\ff',
        'CN=a\0',
        '1=a',
      ],
      `CN=${'a'.repeat(2_001)}`,
      Array.from({ length: 65 }, () => 'CN=a').join(','),
    ])
      assert.throws(() => nameKeyOfText(text), { code: 'INPUT_INVALID' }, text.slice(0, 40));
  });
});
