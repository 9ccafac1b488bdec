import assert from 'node:assert/strict';
import type { LicenceStatus } from '../../src/domain/licence/index.ts';
import { CHECK_CODES, DEVIATION_CODES } from '../../src/report/index.ts';
import {
  CHECK_WORDS,
  CODE_WORDS,
  DEVIATION_WORDS,
  EVIDENCE_VALUES,
  EVIDENCE_WORDS,
  FACT_VALUES,
  LICENCE_STATUS_NAMES,
  LICENCE_STATUS_WORDS,
  OUTCOME_WORDS,
  isLicenceStatusName,
  type LicenceStatusName,
  type Words,
} from '../../src/report/words/index.ts';
import { MAKER_CODE_WORDS } from '../../src/report/words/maker-codes.ts';

const CHINESE = /[\u4e00-\u9fff]/;

function assertBothLanguages(words: Words, name: string): void {
  assert.match(words.en, /^[A-Z“]/, `${name}: English starts with a capital`);
  assert.doesNotMatch(words.en, CHINESE, `${name}: English has Chinese characters`);
  assert.match(words.zh, CHINESE, `${name}: Chinese has none`);
  assert.notEqual(words.en.trim(), '', name);
}

describe('the words of verification', () => {
  it('has a headline and a sentence for every check code, in both languages', () => {
    assert.deepEqual(Object.keys(CODE_WORDS).sort(), [...CHECK_CODES].sort());
    for (const code of CHECK_CODES) {
      assertBothLanguages(CODE_WORDS[code].title, code);
      assertBothLanguages(CODE_WORDS[code].meaning, code);
    }
  });

  it('tells the verdicts apart: no two codes share a headline or a sentence', () => {
    for (const language of ['en', 'zh'] as const) {
      for (const part of ['title', 'meaning'] as const) {
        const texts = CHECK_CODES.map((code) => CODE_WORDS[code][part][language]);
        assert.equal(new Set(texts).size, texts.length, `${language} ${part}`);
      }
    }
  });

  it('has a sentence for every deviation and a question for every check', () => {
    assert.deepEqual(Object.keys(DEVIATION_WORDS).sort(), [...DEVIATION_CODES].sort());
    for (const code of DEVIATION_CODES) assertBothLanguages(DEVIATION_WORDS[code], code);
    for (const [id, words] of Object.entries(CHECK_WORDS)) {
      assertBothLanguages(words, id);
      assert.ok(words.en.endsWith('?') && words.zh.endsWith('？'), `${id} is a question`);
    }
    for (const [outcome, words] of Object.entries(OUTCOME_WORDS)) assertBothLanguages(words, outcome);
  });

  it('has names and values of evidence in both languages', () => {
    for (const [name, words] of Object.entries({ ...EVIDENCE_WORDS, ...EVIDENCE_VALUES, ...FACT_VALUES })) {
      assert.match(words.zh, CHINESE, name);
      assert.doesNotMatch(words.en, CHINESE, name);
    }
  });

  it('has words of its own for what is the seal maker’s, with a headline of its own', () => {
    const titles = CHECK_CODES.map((code) => CODE_WORDS[code].title.zh);
    for (const [code, words] of Object.entries(MAKER_CODE_WORDS)) {
      assertBothLanguages(words.title, code);
      assertBothLanguages(words.meaning, code);
      assert.ok(!titles.includes(words.title.zh), code);
    }
  });

  it('names exactly the statuses that licences have', () => {
    const named: readonly LicenceStatus[] = LICENCE_STATUS_NAMES;
    const known = (status: LicenceStatus): LicenceStatusName => status;
    assert.deepEqual(named.map(known), [...LICENCE_STATUS_NAMES]);
    const titles = LICENCE_STATUS_NAMES.map((status) => LICENCE_STATUS_WORDS[status].title.zh);
    assert.equal(new Set(titles).size, titles.length);
    for (const status of LICENCE_STATUS_NAMES) assertBothLanguages(LICENCE_STATUS_WORDS[status].meaning, status);
    assert.equal(isLicenceStatusName('valid'), true);
    assert.equal(isLicenceStatusName('toString'), false);
  });
});
