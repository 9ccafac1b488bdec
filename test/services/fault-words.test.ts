/** Faults of input in words: in both languages, about what people typed, and never with the value itself. */
import assert from 'node:assert/strict';
import { z } from 'zod';
import type { Bilingual } from '../../src/base/errors/index.ts';
import { faultWords } from '../../src/services/fault-words.ts';
import { issueRequestSchema } from '../../src/services/licences/index.ts';

function faults(schema: z.ZodType, value: unknown): Record<string, Bilingual> {
  const { error } = schema.safeParse(value, { reportInput: true });
  return Object.fromEntries((error?.issues ?? []).map((issue) => [issue.path.join('.'), faultWords(issue)]));
}

describe('faults of input in words', () => {
  const request = {
    typeCode: '11990000MB0000019F001',
    licenceNumber: '1',
    holders: [{ name: 'x', codeType: '001', code: '1' }],
    fields: {},
    purpose: { item: 'x', caseNumber: '1', cause: 'x' },
  };

  it('say that something is missing, is of another kind, has another form, or has no place', () => {
    const { typeCode, ...rest } = request;
    assert.equal(typeCode.length, 21);
    assert.deepEqual(faults(issueRequestSchema, { ...rest, fields: [], licenceNumber: 5, note: '' }), {
      typeCode: { en: 'is missing', zh: '缺少此项' },
      fields: { en: 'must be an object', zh: '须为对象' },
      licenceNumber: { en: 'must be a text', zh: '须为文本' },
      '': { en: 'there is nothing of the name note here', zh: '此处没有名为 note 的项' },
    });
    const holder = { name: '', codeType: '000', code: 'x'.repeat(41) };
    assert.deepEqual(faults(issueRequestSchema, { ...request, typeCode: 'abc', validTo: 'for ever', holders: [holder] }), {
      typeCode: { en: 'must be 21 digits and capital letters', zh: '须为 21 位数字或大写字母' },
      validTo: {
        en: 'must be a date such as 2026-03-01, or long-term',
        zh: '须为日期，例如 2026-03-01，或 long-term',
      },
      'holders.0.name': { en: 'must not be empty', zh: '不能为空' },
      'holders.0.codeType': {
        en: 'must be one of 111, 414, 511, 516, 999, 001, 099',
        zh: '须为 111、414、511、516、999、001、099 之一',
      },
      'holders.0.code': { en: 'must be at most 40 characters', zh: '不得超过 40 个字符' },
    });
    assert.deepEqual(faults(issueRequestSchema, { ...request, holders: [] }), {
      holders: { en: 'must not be empty', zh: '不能为空' },
    });
  });

  it('call a number a number, whether it is missing from a query or is none', () => {
    const query = z.object({ x: z.coerce.number().min(0).max(5000), page: z.coerce.number().int() });
    const words = { en: 'must be a number', zh: '须为数字' };
    assert.deepEqual(faults(query, { x: 'abc' }), { x: words, page: words });
    assert.deepEqual(faults(query, { x: '5001', page: '1.5' }), {
      x: { en: 'must be at most 5000', zh: '不得超过 5000' },
      page: { en: 'must be a whole number', zh: '须为整数' },
    });
    assert.deepEqual(faults(z.number().gt(0), 0), { '': { en: 'must be more than 0', zh: '须大于 0' } });
  });

  it('name a form that has no words of its own, and take a schema’s own words first', () => {
    const form = z.object({ code: z.string().regex(/^[ab]+$/), at: z.iso.datetime() });
    assert.deepEqual(faults(form, { code: 'SECRET', at: 'SECRET' }), {
      code: { en: 'does not have the form /^[ab]+$/', zh: '不符合格式 /^[ab]+$/' },
      at: { en: 'must be a time such as 2026-03-01T09:00:00+08:00', zh: '须为时间，例如 2026-03-01T09:00:00+08:00' },
    });
    assert.deepEqual(faults(z.union([z.string(), z.number()]), null), {
      '': { en: 'must be a text, or must be a number', zh: '须为文本，或须为数字' },
    });
    const own = z.string().refine(() => false, { params: { en: 'is odd', zh: '有误' } });
    assert.deepEqual(faults(own, 'x'), { '': { en: 'is odd', zh: '有误' } });
  });
});
