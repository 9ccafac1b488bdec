/** Places for a seal by the names that a document gives: bookmarks and named destinations, old and new, odd ones refused with a reason. */
import assert from 'node:assert/strict';
import { isYinzhengError } from '../../src/base/errors/index.ts';
import { locateStamp, templateSeals, type Placement } from '../../src/documents/index.ts';
import { addObject, newFile } from '../../src/pdf/writer/index.ts';
import { needSamples, sample } from '../support/samples.ts';
import { createSealingBench, type SealingBench } from '../support/sealed-licence.ts';

describe('a seal at a name of the document', function () {
  this.timeout(60_000);
  let bench: SealingBench;
  before(async () => {
    bench = await createSealingBench();
  });
  after(() => bench.close());

  /**
   * Two pages, the second turned by 90°, each 400 by 500 points. Bookmarks lead by arrays, names and actions; `P` in a destination stands for
   * the second page.
   */
  const file = (): Uint8Array => {
    const sink = newFile();
    const [catalog, tree, outline] = [sink.reserve(), sink.reserve(), sink.reserve()];
    const page = (entries: string): number =>
      addObject(sink, `<</Type /Page /Parent ${tree} 0 R /Resources <<>> /MediaBox [0 0 400 500] ${entries}>>`);
    const [one, two] = [page(''), page('/Rotate 90')];
    sink.object(tree, `<</Type /Pages /Kids [${one} 0 R ${two} 0 R] /Count 2>>`);
    const bookmarks: readonly (readonly [title: string, entries: string])[] = [
      ['(Seal here )', `/Dest [${one} 0 R /XYZ 100 400 null]`],
      ['<FEFF76D67AE0>', `/A <</S /GoTo /D (sealed)>>`],
      ['(twice)', `/Dest [${one} 0 R /XYZ 1 2 0]`],
      ['(twice)', `/Dest [${two} 0 R /XYZ 1 2 0]`],
      ['(whole)', `/Dest [${one} 0 R /Fit]`],
      ['(open)', `/Dest [${one} 0 R /XYZ null 300 null]`],
      ['(across)', '/Dest /across'],
      ['(box)', `/Dest [1 /FitR 100 200 200 300]`],
      ['(lost)', '/Dest (nobody)'],
      ['(away)', '/A <</S /URI /URI (https://example.org/)>>'],
      ['(ring)', '/Dest /ring'],
      ['(no page)', '/Dest [9 0 R /XYZ 1 1 0]'],
    ];
    const numbers = bookmarks.map(() => sink.reserve());
    bookmarks.forEach(([title, entries], index) => {
      const next = numbers[index + 1];
      // The last leads back, as a damaged outline may.
      sink.object(numbers[index] ?? 0, `<</Title ${title} /Parent ${outline} 0 R /Next ${next ?? numbers[0]} 0 R ${entries}>>`);
    });
    sink.object(outline, `<</Type /Outlines /First ${numbers[0]} 0 R /Last ${numbers.at(-1)} 0 R>>`);
    const leaf = addObject(sink, `<</Names [(sealed) <</D [${two} 0 R /XYZ 100 400 null]>> (up) [${one} 0 R /FitV 50]]>>`);
    const names = addObject(sink, `<</Kids [${leaf} 0 R]>>`);
    const old = `/Dests <</across [${one} 0 R /FitH 250] /ring /ring>>`;
    sink.object(catalog, `<</Type /Catalog /Pages ${tree} 0 R /Outlines ${outline} 0 R /Names <</Dests ${names} 0 R>> ${old}>>`);
    return sink.finish({ root: catalog, fileId: new Uint8Array(16).fill(1) }).take();
  };

  const mm = (points: number): number => Math.round(((points * 25.4) / 72) * 1000) / 1000;
  const locate = (place: Placement, document: Uint8Array = file()) =>
    locateStamp(bench.engine, { document, place, seal: bench.seal });
  const at = (page: number, x: number, y: number) => ({ place: { page, x: mm(x), y: mm(y) } });
  const bookmark = (title: string, dx = 0, dy = 0) => ({ bookmark: title, dx, dy });
  const destination = (name: string, dx = 0, dy = 0) => ({ destination: name, dx, dy });

  it('stands where the bookmark of a title leads, and is moved from there', () => {
    assert.deepEqual(locate(bookmark('Seal here')), at(1, 100, 100));
    assert.deepEqual(locate(bookmark(' Seal here', 2, -3)), { place: { page: 1, x: mm(100) + 2, y: mm(100) - 3 } });
    // Turned by 90°, what is up on the sheet lies to the right, and what is right lies below.
    assert.deepEqual(locate(bookmark('盖章')), at(2, 400, 100));
    assert.deepEqual(locate(bookmark('open')), at(1, 0, 200));
    assert.deepEqual(locate(bookmark('across')), at(1, 0, 250));
    assert.deepEqual(locate(bookmark('box')), at(2, 250, 150));
  });

  it('stands at a named destination of the name tree or of the catalog', () => {
    assert.deepEqual(locate(destination('sealed', 1, 1)), { place: { page: 2, x: mm(400) + 1, y: mm(100) + 1 } });
    assert.deepEqual(locate(destination('up')), at(1, 50, 0));
    assert.deepEqual(locate(destination('across')), at(1, 0, 250));
  });

  it('is refused where there is none, none on a page, or several', () => {
    const none = ['nothing', 'whole', 'lost', 'away', 'ring', 'no page'].map(bookmark0);
    for (const place of [...none, destination('nothing'), destination('ring'), { field: 'x', dx: 0, dy: 0 }])
      assert.throws(
        () => locate(place),
        (error) => isYinzhengError(error, 'PLACE_NOT_FOUND') && error.message !== '' && error.chinese !== '',
        JSON.stringify(place),
      );
    assert.throws(
      () => locate(bookmark('twice')),
      (error) => isYinzhengError(error, 'PLACE_AMBIGUOUS') && error.details.found === 2,
    );
  });
  const bookmark0 = (title: string) => bookmark(title);

  it('is found by the nested bookmarks of another product', function () {
    needSamples(this);
    const nested = sample('pdf/plain/nested_outline.pdf');
    const { place } = locate(bookmark('2.2 Second Topic', 40, 40), nested);
    assert.ok(place.page > 1 && place.x === 40 && place.y > 40, JSON.stringify(place));
    assert.throws(() => locate(bookmark('2.3'), nested), { code: 'PLACE_NOT_FOUND' });
  });

  it('knows the seals of a face template by page and name', () => {
    const page = { width: 210, height: 297 };
    const seal = (name: string, x: number) => ({ name, x, y: 20 });
    const template = {
      id: 't',
      title: 't',
      pages: [{ ...page, seals: [seal('one', 10)] }, page, { ...page, seals: [seal('two', 30)] }],
    };
    assert.deepEqual(templateSeals(bench.engine, 'test', template), [
      { name: 'one', page: 1, x: 10, y: 20 },
      { name: 'two', page: 3, x: 30, y: 20 },
    ]);
  });
});
