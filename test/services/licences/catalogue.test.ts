/** Issuing by the catalogue: every type of the demonstration, photos, types of before there were versions, types that are collected. */
import assert from 'node:assert/strict';
import { publishedVersion, readLicenceType, type EarlierLicenceTypeRecord } from '../../../src/domain/catalogue/index.ts';
import { currentEdition, originalFile } from '../../../src/domain/licence/index.ts';
import { FOOD_OPERATION_PERMIT } from '../../../src/drawing/index.ts';
import { DEMONSTRATION_TYPES, FOOD_PERMIT, type DemonstrationType } from '../../../src/services/demonstration/types/index.ts';
import { issueLicence } from '../../../src/services/licences/index.ts';
import { actor, CLERK, openUseCases, order, type UseCases } from '../../support/use-cases.ts';

/** A grey picture of one pixel (PNG). */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==';

describe('issuing by the catalogue', function () {
  this.timeout(300_000);
  let under: UseCases;
  before(async () => {
    under = await openUseCases();
  });
  after(() => under.close());

  const examples = ({ definition }: DemonstrationType): Record<string, string> =>
    Object.fromEntries(definition.fields.flatMap(({ name, example }) => (example === undefined ? [] : [[name, example]])));
  const issue = (type: DemonstrationType, changes: object = {}) => {
    const { issuer, ...given } = type.example;
    const request = { ...order(), typeCode: type.code, fields: examples(type), ...given, ...changes };
    return issueLicence(under.licences, actor('issuer', issuer), request);
  };

  for (const type of DEMONSTRATION_TYPES.filter(({ definition }) => definition.origin === 'issued')) {
    it(`makes and seals ${type.definition.name} with the seal of its issuer`, async () => {
      const { licence } = await issue(type);
      const edition = currentEdition(licence);
      assert.equal(licence.state, 'published');
      assert.deepEqual([edition.typeVersion, edition.template, edition.typeAdditions], [1, 'standard', []]);
      const seal = await under.store.records.get('seals', edition.intent.seal);
      assert.equal(seal?.owner, type.example.issuer);
      assert.equal(
        seal.kind,
        type.definition.seal.byIssuer[type.example.issuer] === undefined ? type.definition.seal.kind : seal.kind,
      );
      assert.ok((originalFile(edition)?.size ?? 0) > 30_000);
    });
  }

  it('paints photos, keeps choices by their words, and refuses what is no picture', async () => {
    const residence = DEMONSTRATION_TYPES.find(({ definition }) => definition.fields.some(({ name }) => name === '照片'));
    assert.ok(residence);
    const plain = await issue(residence);
    const { licence } = await issue(residence, { fields: { ...examples(residence), 照片: PIXEL } });
    assert.equal(currentEdition(licence).fields['照片'], PIXEL);
    assert.notEqual(originalFile(currentEdition(licence))?.size, originalFile(currentEdition(plain.licence))?.size);
    await assert.rejects(issue(residence, { fields: { ...examples(residence), 照片: 'R0lGODlh' } }), { code: 'FIELD_INVALID' });
    await assert.rejects(issue(residence, { fields: { ...examples(residence), 照片: PIXEL.slice(0, 40) } }), {
      code: 'PNG_MALFORMED',
    });
    const marriage = DEMONSTRATION_TYPES.find(({ definition }) => definition.holders.least === 2);
    assert.ok(marriage);
    const married = await issue(marriage);
    assert.equal(currentEdition(married.licence).fields['持证人性别'], '男');
    await assert.rejects(issue(marriage, { holders: marriage.example.holders.slice(1) }), { code: 'HOLDER_INVALID' });
  });

  it('does not make what is only collected, nor for bodies that the rules do not name', async () => {
    const collected = DEMONSTRATION_TYPES.find(({ definition }) => definition.origin === 'collected');
    const other = DEMONSTRATION_TYPES.find(({ example }) => example.issuer !== FOOD_PERMIT.example.issuer);
    assert.ok(collected && other);
    await assert.rejects(issue(collected), { code: 'LICENCE_TYPE_UNUSABLE' });
    await assert.rejects(issueLicence(under.licences, CLERK, { ...order(), typeCode: other.code }), {
      code: 'LICENCE_TYPE_UNUSABLE',
    });
  });

  it('goes on by a type that was recorded before there were versions', async () => {
    const { records } = under.store;
    const stored = await records.get('licence-types', FOOD_PERMIT.code);
    const content = stored && publishedVersion(readLicenceType(stored))?.content;
    assert.ok(content);
    const earlier: EarlierLicenceTypeRecord = {
      ...{ _id: stored._id, schema: 1, version: stored.version + 1, name: content.name, typeVersion: 7, fields: content.fields },
      ...{ template: FOOD_OPERATION_PERMIT, bindings: content.bindings, seals: content.seal.byIssuer, validYears: 5 },
      ...{ issuers: [CLERK.organisation ?? ''], demonstration: true },
    };
    await records.replace('licence-types', earlier);
    const { licence } = await issueLicence(under.licences, CLERK, order());
    assert.deepEqual([licence.state, currentEdition(licence).typeVersion], ['published', 7]);
  });
});
