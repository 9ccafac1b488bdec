/** Texts that people type or machines send: templates, identifiers, codes, names, keys. */
import { utf8 } from '../../src/base/bytes.ts';
import { readSubject } from '../../src/cli/subject.ts';
import { PAGE_LIST, readPageChoice, readPicture } from '../../src/documents/index.ts';
import { readRows, type FieldDefinition } from '../../src/domain/catalogue/index.ts';
import { isCreditCode, readIdentifier, readVerificationCode, writeVerificationCode } from '../../src/domain/identifier/index.ts';
import { areaPath, isAreaCode, isLineCode, linePath } from '../../src/domain/organisation/index.ts';
import { FOOD_OPERATION_PERMIT, readTemplate } from '../../src/drawing/index.ts';
import { normaliseUserName } from '../../src/services/access/account.ts';
import { readApiKey, writeApiKey } from '../../src/services/access/secrets.ts';
import { matchingStep } from '../../src/services/access/totp.ts';
import { attempt } from '../attempt.ts';
import type { Target } from '../target.ts';

const template: Target = {
  name: 'template',
  form: 'json',
  covers: ['drawing/layout/read.ts#readTemplate'],
  open: () => ({
    seeds: [utf8(JSON.stringify(FOOD_OPERATION_PERMIT))],
    run(input) {
      let value: unknown;
      try {
        value = JSON.parse(Buffer.from(input).toString('utf8'));
      } catch {
        return false;
      }
      return readTemplate(value).pages.length > 0;
    },
  }),
};

const TABLE: FieldDefinition = {
  ...{ name: 'rows', label: 'rows', type: 'table', required: false, maxLength: 4000, mask: 'none' },
  columns: [
    { name: '号', required: true, maxLength: 10 },
    { name: '注', required: false, maxLength: 10 },
  ],
};
/** A grey JPEG of 2 by 2 pixels up to its frame, and the beginning of a PNG file. */
const PICTURES = [
  'ffd8ffe000104a46494600010100000100010000ffc0000b080002000201011100ffd9',
  '89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de',
];

const faceValues: Target = {
  name: 'face-values',
  form: 'text',
  covers: ['domain/catalogue/table.ts#readRows', 'documents/pictures.ts#readPicture'],
  open: () => ({
    seeds: [utf8('[{"号":"1","注":"二"},{"号":"3"}]'), ...PICTURES.map((hex) => Uint8Array.from(Buffer.from(hex, 'hex')))],
    run(input) {
      attempt(() => readPicture(input));
      return attempt(() => readRows(Buffer.from(input).toString('utf8'), TABLE)) !== null;
    },
  }),
};

const AUTHENTICATOR = utf8('12345678901234567890');

const identifiers: Target = {
  name: 'identifiers',
  form: 'text',
  covers: [
    'domain/identifier/licence-identifier.ts#readIdentifier',
    'domain/identifier/verification-code.ts#readVerificationCode',
    'services/access/account.ts#normaliseUserName',
    'services/access/secrets.ts#readApiKey',
    'services/access/totp.ts#matchingStep',
    'cli/subject.ts#readSubject',
    'documents/pages.ts#readPageChoice',
  ],
  open: () => ({
    seeds: [
      '1.2.156.3005.2.11990000MB0000019F001.11990100MB0000027F.00000001.001.0',
      writeVerificationCode(new Uint8Array(10).fill(7)),
      '11990100MB0000027F',
      writeApiKey('0123456789abcdef', 'ab'.repeat(32)),
      '287082',
      'C=CN,O=某某局\\, 二处,CN=99010000000009',
      '510104001002',
      'housing.construction',
      '1,3-5',
    ].map(utf8),
    run(input) {
      const text = Buffer.from(input).toString('utf8');
      isCreditCode(text);
      if (isAreaCode(text)) areaPath(text);
      if (isLineCode(text)) linePath(text);
      if (PAGE_LIST.test(text)) readPageChoice(text);
      normaliseUserName(text);
      readApiKey(text);
      matchingStep(AUTHENTICATOR, text, { now: 59_000, lastStep: 0 });
      attempt(() => readSubject(text));
      attempt(() => readVerificationCode(text));
      readIdentifier(text);
      return true;
    },
  }),
};

export const TEXT_TARGETS: readonly Target[] = [template, faceValues, identifiers];
