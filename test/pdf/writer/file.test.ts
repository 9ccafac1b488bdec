import assert from 'node:assert/strict';
import { utf8 } from '../../../src/base/bytes.ts';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { openPdf } from '../../../src/pdf/reader/index.ts';
import { addObject, addStream, beginUpdate, ByteBuffer, newFile } from '../../../src/pdf/writer/index.ts';
import { dictionary, integer, reference } from '../../../src/pdf/objects/index.ts';
import { needTool, runTool } from '../../support/pdf.ts';
import { needSamples, sample } from '../../support/samples.ts';

const zlib = createZlib();
const fileId = new Uint8Array(16).fill(0xa1);
const revisionId = new Uint8Array(16).fill(0xb2);

function smallFile(): Uint8Array {
  const file = newFile();
  const catalog = file.reserve();
  const tree = file.reserve();
  const content = addStream(file, '', utf8('0 0 10 10 re f'));
  const page = addObject(
    file,
    `<</Type /Page /Parent ${tree} 0 R /MediaBox [0 0 100 100] /Resources <<>> /Contents ${content} 0 R>>`,
  );
  file.object(tree, `<</Type /Pages /Kids [${page} 0 R] /Count 1>>`);
  file.object(catalog, `<</Type /Catalog /Pages ${tree} 0 R>>`);
  return file.finish({ root: catalog, fileId }).take();
}

describe('a byte buffer', () => {
  it('grows and keeps what was appended', () => {
    const buffer = new ByteBuffer(2);
    buffer.ascii('abc').bytes(Uint8Array.of(0, 255)).ascii('x'.repeat(100)).patch(1, 'B');
    assert.equal(buffer.length, 105);
    assert.equal(Buffer.from(buffer.take()).toString('latin1'), `aBc\0\u00ff${'x'.repeat(100)}`);
  });
});

describe('a new file', () => {
  it('is read back and is the same each time', () => {
    const bytes = smallFile();
    const document = openPdf(bytes, { zlib });
    assert.equal(document.pages().length, 1);
    assert.deepEqual(document.anomalies, []);
    assert.deepEqual(smallFile(), bytes);
  });

  it('is clean for qpdf', function () {
    needTool(this, 'qpdf');
    const { status, output } = runTool(smallFile(), 'qpdf', '--check', '{}');
    assert.equal(status, 0, output);
  });

  it('is not finished while an object is missing', () => {
    const file = newFile();
    const root = file.reserve();
    assert.throws(() => file.finish({ root, fileId }), { code: 'INPUT_INVALID' });
  });
});

describe('an incremental update', () => {
  it('keeps the original as a prefix, overrides, adds and changes the second identifier', () => {
    const original = smallFile();
    const document = openPdf(original, { zlib });
    const update = beginUpdate(document, revisionId);
    const added = addObject(update, '(new)');
    const [page] = document.pages();
    assert.ok(page);
    update.override(
      page.reference,
      dictionary({ Type: { kind: 'name', value: 'Page' }, Rotate: integer(90), New: reference(added) }),
    );
    const bytes = update.finish().take();
    assert.deepEqual(bytes.slice(0, original.length), original);
    const updated = openPdf(bytes, { zlib });
    assert.equal(updated.revisions.length, 2);
    assert.equal(added, document.size);
    assert.equal(updated.size, document.size + 1);
    assert.equal(updated.get(updated.pages()[0]?.dictionary ?? dictionary({}), 'New').kind, 'string');
    const id = updated.get(updated.trailer, 'ID');
    assert.deepEqual(id.kind === 'array' && id.items.map((item) => item.kind === 'string' && item.bytes), [fileId, revisionId]);
    assert.deepEqual(
      updated.revisions.map(({ form }) => form),
      ['table', 'table'],
    );
  });

  it('is not finished while an object is missing', () => {
    const update = beginUpdate(openPdf(smallFile(), { zlib }), revisionId);
    update.reserve();
    assert.throws(() => update.finish(), { code: 'INPUT_INVALID' });
  });

  for (const [path, form] of [
    ['pdf/plain/minimal-xref.pdf', 'stream'],
    ['pdf/plain/minimal-hybrid-xref.pdf', 'table'],
    ['pdf/plain/annotation-fileattachment.pdf', undefined],
  ] as const) {
    it(`continues ${path} with the fitting kind of cross-reference`, function () {
      needSamples(this);
      needTool(this, 'qpdf');
      const document = openPdf(sample(path), { zlib });
      const update = beginUpdate(document, revisionId);
      addObject(update, '<</Any /Thing>>');
      const bytes = update.finish().take();
      const reopened = openPdf(bytes, { zlib });
      assert.equal(reopened.revisions.length, document.revisions.length + 1);
      assert.equal(reopened.revisions.at(-1)?.form, form ?? document.revisions.at(-1)?.form);
      assert.equal(runTool(bytes, 'qpdf', '--check', '{}').status, 0);
    });
  }
});
