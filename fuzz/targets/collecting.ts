/** What sources of licences send, and codes of exchanges. */
import { fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { HOUSING_MINISTRY, readCode } from '../../src/domain/status-mapping/index.ts';
import { pushSchema, readItem } from '../../src/services/collecting/index.ts';
import { attempt } from '../attempt.ts';
import type { Target } from '../target.ts';

const FLAT = { sourceId: 'ID', version: 'VER', holderName: 'CZZT', holderCode: 'CZZTDM', issueDate: 'ZZBFRQ', status: 'ZT' };
const MAPPINGS = [
  { members: {}, fields: {}, dates: 'iso' },
  { members: FLAT, fields: { 类型: 'KZ_LX' }, dates: 'compact' },
] as const;
const HOLDER = { name: '某某', codeType: '001', code: '91990100MA0000015X' };
const ITEM = {
  ...{ sourceId: 'S', version: 1, typeCode: '11990000MB0000019F002', licenceNumber: '1' },
  issuer: { code: '11990100MB0000027F', name: '某局' },
  ...{
    holders: [HOLDER],
    fields: { 类型: 'x' },
    issueDate: '2026-01-01',
    validTo: 'long-term',
    areaCode: '990100',
    status: '01',
  },
};

const items: Target = {
  name: 'collected-items',
  form: 'text',
  covers: ['services/collecting/read-item.ts#readItem', 'domain/status-mapping/map.ts#readCode'],
  open: () => ({
    seeds: [
      { items: [ITEM] },
      { items: [{ ...ITEM, ID: 7, VER: '2', CZZT: 'x', CZZTDM: 'y', ZZBFRQ: '20260101', ZT: '02' }] },
    ].map((sent) => utf8(JSON.stringify(sent))),
    run(input) {
      let sent: unknown;
      try {
        sent = JSON.parse(fromUtf8(input));
      } catch {
        return false;
      }
      const parsed = pushSchema.safeParse(sent);
      if (!parsed.success) return false;
      let taken = false;
      for (const raw of parsed.data.items)
        for (const mapping of MAPPINGS) {
          const read = attempt(() => readItem(raw, mapping));
          if (read) readCode(HOUSING_MINISTRY, read.status);
          taken ||= read !== null;
        }
      return taken;
    },
  }),
};

export const COLLECTING_TARGETS: readonly Target[] = [items];
