/** A document stamped as the licences of a type are. */
import assert from 'node:assert/strict';
import { isYinzhengError } from '../../../src/base/errors/index.ts';
import { addToStampBatch, createStampBatch } from '../../../src/services/stamping/batches/index.ts';
import { readLicenceType } from '../../../src/domain/catalogue/index.ts';
import { keepFace, useLicenceType } from '../../../src/services/licence-types/index.ts';
import { stampDocument } from '../../../src/services/stamping/index.ts';
import { ISSUER } from '../../support/http.ts';
import { crypto } from '../../support/pki.ts';
import { handMadeFile } from '../../support/sealing.ts';
import { openUseCases, order, SEALER, stampOrder, type UseCases } from '../../support/use-cases.ts';

/** As large as any licence. */
const LARGE = handMadeFile('/MediaBox [0 0 1200 1200]');

interface Page {
  readonly seals?: readonly { readonly name: string; readonly x: number; readonly y: number }[];
}

describe('the place of a licence type’s seal', function () {
  this.timeout(60_000);
  const licenceType = order().typeCode;
  let under: UseCases;
  beforeEach(async () => {
    under = await openUseCases();
  });
  afterEach(() => under.close());

  /** The template as it is used now, and another in its place. */
  const faceNow = async () => {
    const organisation = (await under.store.records.get('organisations', ISSUER)) ?? assert.fail();
    return (await useLicenceType(under.store.records, { code: licenceType, organisation })).face as {
      readonly pages: readonly Page[];
    };
  };
  const withSeals = async (seals: Page['seals']): Promise<void> => {
    const face = await faceNow();
    const [page, ...others] = face.pages;
    const digest = await keepFace(under.store.records, crypto, { ...face, pages: [{ ...page, seals }, ...others] });
    const type = readLicenceType((await under.store.records.get('licence-types', licenceType)) ?? assert.fail());
    const versions = type.versions.map((each) => {
      return { ...each, content: { ...each.content, templates: [{ name: 'standard', area: null, digest }] } };
    });
    await under.store.records.replace('licence-types', { ...type, versions, version: type.version + 1 });
  };
  const stamp = (place: Parameters<typeof stampDocument>[2]['place']) =>
    stampDocument(under.licences, SEALER, { ...stampOrder(LARGE), place });
  const placesOf = async (stamping: string) => (await under.store.records.get('stampings', stamping))?.places;

  it('is that of its template as it is now', async () => {
    const [first] = (await faceNow()).pages.flatMap(({ seals = [] }, index) =>
      seals.map(({ x, y }) => ({ page: index + 1, x, y })),
    );
    assert.ok(first);
    assert.deepEqual(await placesOf((await stamp({ licenceType })).stamping), [first]);
    await withSeals([{ name: 'seal', x: 33, y: 44 }]);
    assert.deepEqual(await placesOf((await stamp({ licenceType })).stamping), [{ page: 1, x: 33, y: 44 }]);
  });

  it('is named where there are several, and refused where there is none or no such type', async () => {
    await withSeals([
      { name: 'issuer', x: 33, y: 44 },
      { name: 'registrar', x: 50, y: 60 },
    ]);
    await assert.rejects(
      stamp({ licenceType }),
      (error) => isYinzhengError(error, 'PLACE_AMBIGUOUS') && /issuer, registrar/.test(error.message),
    );
    const { stamping } = await stamp({ licenceType, sealPlace: 'registrar' });
    assert.deepEqual(await placesOf(stamping), [{ page: 1, x: 50, y: 60 }]);
    await assert.rejects(stamp({ licenceType, sealPlace: 'mayor' }), { code: 'PLACE_NOT_FOUND' });
    await assert.rejects(stamp({ licenceType: 'none' }), { code: 'LICENCE_TYPE_NOT_FOUND' });
    await withSeals([]);
    await assert.rejects(stamp({ licenceType }), { code: 'PLACE_NOT_FOUND' });
    assert.equal(await under.store.records.count('stampings', { index: 'state', equals: 'failed' }), 0);
  });

  it('is kept with batches and their documents as it was when they were begun', async () => {
    await withSeals([{ name: 'seal', x: 33, y: 44 }]);
    const { document, ...all } = stampOrder();
    const batch = await createStampBatch(under.licences, SEALER, { ...all, place: { licenceType } });
    assert.deepEqual(batch.place, { page: 1, x: 33, y: 44 });
    const added = { id: batch._id, name: 'a.pdf', document, place: { licenceType, sealPlace: 'seal' } };
    assert.deepEqual((await addToStampBatch(under.licences, SEALER, added)).item.place, { page: 1, x: 33, y: 44 });
    await assert.rejects(createStampBatch(under.licences, SEALER, { ...all, place: { licenceType, sealPlace: 'x' } }), {
      code: 'PLACE_NOT_FOUND',
    });
  });
});
