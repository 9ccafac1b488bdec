import assert from 'node:assert/strict';
import type { FieldDefinition } from '../../../src/domain/catalogue/index.ts';
import {
  checkChosen,
  checkLife,
  checkPresentationPassword,
  checkShare,
  presentationEnd,
  shareState,
  shownFields,
  type Presentation,
  type ShareGrant,
} from '../../../src/domain/presentation/index.ts';

const NOW = Date.parse('2026-03-01T08:00:00.000Z');
const iso = (at: number): string => new Date(at).toISOString();

describe('what is shown', () => {
  const shown = (changes: Partial<Presentation> = {}): Presentation => ({
    ...{ _id: 'x', schema: 1, version: 1, via: 'code', holder: 'h', state: 'open', licence: 'l', identifier: 'i', typeName: 't' },
    ...{ fields: [], createdAt: iso(NOW), expiresAt: iso(NOW + 60_000), day: '2026-03-01', separate: null, use: null },
    ...{ outbox: [], pending: false, ...changes },
  });

  it('is seen while it is open and its time is not over, and says otherwise why not', () => {
    assert.equal(presentationEnd(shown(), NOW + 59_999), null);
    assert.match(presentationEnd(shown(), NOW + 60_000)?.en ?? '', /time is over/);
    const reasons = (['used', 'withdrawn', 'locked'] as const).map((state) => presentationEnd(shown({ state }), NOW)?.en);
    assert.equal(new Set(reasons).size, 3);
    assert.ok(reasons.every((reason) => reason !== undefined));
  });

  it('is good for 60 to 300 s as a code, and for five minutes to a week as a link', () => {
    for (const [via, life, right] of [
      ['code', 59_999, false],
      ['code', 60_000, true],
      ['code', 300_000, true],
      ['code', 300_001, false],
      ['link', 299_999, false],
      ['link', 7 * 86_400_000, true],
      ['link', 7 * 86_400_000 + 1, false],
      ['code', Number.NaN, false],
    ] as const) {
      if (right) checkLife(via, life);
      else assert.throws(() => checkLife(via, life), { code: 'INPUT_INVALID' }, `${via} ${life}`);
    }
  });

  const field = (name: string, mask: FieldDefinition['mask'], type?: FieldDefinition['type']): FieldDefinition => ({
    ...{ name, label: `${name}：`, required: false, maxLength: 100, mask, ...(type && { type }) },
  });
  const definitions = [
    field('名称', 'none'),
    field('负责人', 'name'),
    field('号码', 'code'),
    field('住址', 'hidden'),
    field('照片', 'hidden', 'image'),
  ];
  const values = { 名称: '样例店', 负责人: '欧阳晓样', 号码: '11010519491231002X', 住址: '样例街1号', 照片: 'AAAA' };

  it('shows of the face the chosen fields alone, each as its definition lets others see it, a photo too', () => {
    const chosen = ['照片', '住址', '号码', '负责人'];
    assert.deepEqual(
      shownFields(definitions, values, { chosen, whole: false }).map(({ name, value }) => [name, value]),
      [
        ['负责人', '欧***'],
        ['号码', '110***********002X'],
        ['住址', null],
        ['照片', 'AAAA'],
      ],
    );
    assert.deepEqual(
      shownFields(definitions, values, { chosen: ['住址'], whole: true }).map(({ value }) => value),
      ['样例街1号'],
    );
    assert.deepEqual(shownFields(definitions, {}, { chosen, whole: true }), []);
    checkChosen(definitions, chosen);
    assert.throws(() => checkChosen(definitions, ['名称', '不存在']), { code: 'FIELD_INVALID' });
  });

  it('asks for a password that is not the first that somebody would try', () => {
    const holder = { code: '11010519491231002X' };
    for (const right of ['hat7Zq', '739104', '亮证口令很长', 'x1'.repeat(3) + 'yz']) checkPresentationPassword(right, holder);
    for (const wrong of ['12345', '123456', '654321', 'abcdef', '111111', '121212', '194912', '31002x', 'a'.repeat(65), ''])
      assert.throws(() => checkPresentationPassword(wrong, holder), { code: 'INPUT_INVALID' }, wrong);
  });
});

describe('what is shared', () => {
  const grant = (changes: Partial<ShareGrant> = {}): ShareGrant => ({
    ...{ _id: 'x', schema: 1, version: 1, holder: 'h', licence: 'l', identifier: 'i', typeName: 't', fields: [] },
    ...{ grantee: { code: 'c', name: 'n' }, purpose: { item: 'i', cause: 'c' }, file: false, most: 2, used: 0, revokedAt: null },
    ...{ from: iso(NOW), until: iso(NOW + 1000), outbox: [], pending: false, ...changes },
  });

  it('is good from its beginning until before its end, as often as was said, and not once it is revoked', () => {
    for (const [changes, at, state] of [
      [{}, NOW - 1, 'to-come'],
      [{}, NOW, 'good'],
      [{}, NOW + 999, 'good'],
      [{}, NOW + 1000, 'over'],
      [{ used: 1 }, NOW, 'good'],
      [{ used: 2 }, NOW, 'used-up'],
      [{ used: 2 }, NOW + 1000, 'over'],
      [{ revokedAt: iso(NOW), used: 2 }, NOW + 1000, 'revoked'],
    ] as const)
      assert.equal(shareState(grant(changes), at), state);
  });

  it('lasts a year at most, ends after it begins and later than now, and counts its uses', () => {
    const right = { from: NOW, until: NOW + 1000, most: 1 };
    checkShare(right, NOW);
    for (const wrong of [
      { until: NOW },
      { from: NOW - 5000, until: NOW - 1 },
      { until: NOW + 367 * 86_400_000 },
      { most: 0 },
      { most: 1001 },
      { most: 1.5 },
      { until: Number.NaN },
      { from: Number.NaN },
    ])
      assert.throws(() => checkShare({ ...right, ...wrong }, NOW), { code: 'INPUT_INVALID' }, JSON.stringify(wrong));
  });
});
