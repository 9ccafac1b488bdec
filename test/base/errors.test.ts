import assert from 'node:assert/strict';
import { bilingual, isYinzhengError, messages, YinzhengError } from '../../src/base/errors/index.ts';

describe('errors', () => {
  it('fill a reason into the message of each language', () => {
    const error = new YinzhengError('FIELD_INVALID', { field: '住所', reason: bilingual('is required', '不能为空') });
    assert.equal(error.message, 'The field 住所 is not valid: is required');
    assert.equal(error.chinese, '字段 住所 无效：不能为空');
    assert.ok(isYinzhengError(error, 'FIELD_INVALID') && !isYinzhengError(error, 'HOLDER_INVALID'));
  });

  it('join lists and show what is missing', () => {
    const listed = new YinzhengError('MEDIA_TYPE_UNSUPPORTED', { expected: ['a/b', 'c/d'] });
    assert.match(listed.chinese, /a\/b, c\/d$/);
    assert.match(new YinzhengError('KEY_NOT_FOUND').message, /There is no key \? in custody/);
  });

  it('have a message in both languages, with the same details', () => {
    const details = (text: string): readonly string[] =>
      [...new Set([...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name)))].sort();
    for (const [code, { en, zh }] of Object.entries(messages)) {
      assert.match(zh, /[\u4e00-\u9fff]/, code);
      assert.doesNotMatch(en, /[\u4e00-\u9fff]/, code);
      assert.deepEqual(details(zh), details(en), code);
    }
  });
});
