/** The licence types that the demonstration comes with: each is whole, and its face shows what a licence has. */
import assert from 'node:assert/strict';
import { bundledFaces, bundledReserve, loadFonts, loadHarfBuzz } from '../../src/adapters/fonts/index.ts';
import { createZlib } from '../../src/adapters/platform/zlib.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import { createDocumentEngine, paintLicence, type DocumentEngine } from '../../src/documents/index.ts';
import {
  checkFields,
  checkPaperSerial,
  isTypeCode,
  mayIssue,
  typeFault,
  type Dictionaries,
} from '../../src/domain/catalogue/index.ts';
import { checkHolders, type LicenceEdition, type LicenceRecord } from '../../src/domain/licence/index.ts';
import { isCreditCode } from '../../src/domain/identifier/index.ts';
import { placeOf } from '../../src/domain/organisation/index.ts';
import { openPdf } from '../../src/pdf/index.ts';
import { findText } from '../../src/pdf/text/index.ts';
import { ORGANISATIONS } from '../../src/services/demonstration/organisations.ts';
import {
  DEMONSTRATION_DICTIONARIES,
  DEMONSTRATION_TYPES,
  typeRecords,
  type DemonstrationType,
} from '../../src/services/demonstration/types/index.ts';
import { faceContent } from '../../src/services/licences/face.ts';

const DICTIONARIES: Dictionaries = new Map(DEMONSTRATION_DICTIONARIES.map(({ code, content }) => [code, content]));
/** Largest file of a face without pictures, octets: what the fonts of a full page take. */
const LARGEST = 90_000;

describe('licence types of the demonstration', function () {
  this.timeout(120_000);
  let engine: DocumentEngine;
  before(async () => {
    const harfbuzz = await loadHarfBuzz();
    const fonts = await loadFonts(harfbuzz, { faces: bundledFaces(), fallbacks: [], reserve: bundledReserve(harfbuzz) });
    engine = createDocumentEngine({ crypto: createNativeProvider(), zlib: createZlib(), fonts });
  });

  it('are twelve, of organisations that are there, with right codes', () => {
    assert.equal(DEMONSTRATION_TYPES.length, 12);
    assert.equal(new Set(DEMONSTRATION_TYPES.map(({ code }) => code)).size, 12);
    for (const { code } of ORGANISATIONS) assert.ok(isCreditCode(code), code);
    const known = new Set(ORGANISATIONS.map(({ code }) => code));
    for (const { code } of DEMONSTRATION_TYPES) assert.ok(isTypeCode(code) && known.has(code.slice(0, 18)), code);
    assert.deepEqual(
      DEMONSTRATION_TYPES.filter(({ definition }) => definition.origin === 'collected').map(({ definition }) => definition.name),
      ['营业执照（样本）'],
    );
  });

  for (const type of DEMONSTRATION_TYPES) {
    describe(type.definition.name, () => {
      const { definition, example, faces } = type;

      it('holds together, and the organisation of its example may issue it', () => {
        const { type: record } = typeRecords({ crypto: createNativeProvider(), now: 0 }, type);
        const [version] = record.versions;
        assert.ok(version);
        assert.equal(typeFault(version.content), null);
        const issuer = ORGANISATIONS.find(({ code }) => code === example.issuer);
        assert.ok(issuer);
        const may = mayIssue(definition.issuers, { organisation: issuer.code, place: placeOf(issuer) });
        assert.equal(may, definition.origin === 'issued');
        checkHolders(example.holders, definition.holders);
        checkPaperSerial(definition.paperSerial, examples(type));
      });

      it('fills every place of its face, and shows every field', () => {
        const names = [...definition.fields.map(({ name }) => name), ...Object.keys(definition.bindings)];
        for (const { face } of faces) {
          const places = face.pages.flatMap(({ fields = [], pictures = [], tables = [] }) =>
            [...fields, ...pictures, ...tables].map(({ name }) => name),
          );
          assert.deepEqual(
            places.filter((name) => !names.includes(name)),
            [],
            'nothing fills these',
          );
          const hidden = type.code.startsWith('11990000MB0000545J') ? ['身份证号'] : [];
          assert.deepEqual(
            names.filter((name) => !places.includes(name) && !hidden.includes(name)),
            [],
            'these are shown nowhere',
          );
          assert.equal(face.pages.flatMap(({ seals = [] }) => seals).length, 1);
          assert.equal(face.pages.filter(({ qr }) => qr).length, 1);
          for (const { watermark, texts = [] } of face.pages)
            assert.ok(
              watermark?.text === '样本 无效' || texts.some(({ text }) => text.includes('样本')),
              'every page says that it is a specimen',
            );
        }
      });

      it('is painted within reason, and its words can be taken out again', () => {
        for (const { face } of faces) {
          const values = faceContent(definition, licence(type), edition(type));
          const { bytes } = paintLicence(engine, {
            ...{
              template: face,
              templateKey: `${type.code}/${face.id}`,
              ...values,
              title: definition.name,
              issuer: '机关',
              identifier: 'x',
            },
            ...{ qrText: `https://licence.example/v/${'x'.repeat(80)}`, signingTime: 0, seal: null as never },
          });
          assert.ok(bytes.length <= LARGEST, `${bytes.length} octets`);
          const document = openPdf(bytes, { zlib: engine.zlib });
          const isThere = (text: string) => findText(document, document.pages(), text).places.length > 0;
          const shown = [...example.holders.map(({ name }) => name), example.licenceNumber, '7K3M-9QXA-2BTV-H4ZD-W'];
          for (const text of shown) assert.ok(isThere(text), text);
        }
      });
    });
  }
});

function examples({ definition }: DemonstrationType): Readonly<Record<string, string>> {
  const given = definition.fields.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example] as const]));
  return checkFields(definition.fields, Object.fromEntries(given), DICTIONARIES);
}

function licence({ example }: DemonstrationType): LicenceRecord {
  const issuer = ORGANISATIONS.find(({ code }) => code === example.issuer);
  return { holders: example.holders, issuer: { code: example.issuer, name: issuer?.name ?? '' } } as unknown as LicenceRecord;
}

function edition(type: DemonstrationType): LicenceEdition {
  return {
    ...{ fields: examples(type), licenceNumber: type.example.licenceNumber, verificationCode: '7K3M-9QXA-2BTV-H4ZD-W' },
    identifier: `1.2.156.3005.2.${type.code}.${type.example.issuer}.K7M3Q9XA2BTVH4ZDW8PN.001.X`,
    ...{ issueDate: '2026-03-02', validFrom: '2026-03-02', validTo: '2031-03-01' },
  } as unknown as LicenceEdition;
}
