/** Sources that are asked over real connections, and the folder for exchange. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createExchangeFolder } from '../../../src/adapters/exchange/index.ts';
import { createFetcher } from '../../../src/adapters/revocation/index.ts';
import { utf8 } from '../../../src/base/bytes.ts';
import type { SourceTerms } from '../../../src/domain/collecting/index.ts';
import { pullSources, recordSource, takeFolders, type CollectingDependencies } from '../../../src/services/collecting/index.ts';
import { collectedItem, collectingDependencies, sm3Hex, sourceTerms } from '../../support/collecting.ts';
import { blankFile } from '../../support/sealing.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { actor, openUseCases, type UseCases } from '../../support/use-cases.ts';

const ADMINISTRATOR = actor('administrator', null);

describe('services: sources that are fetched from, and folders', function () {
  this.timeout(300_000);
  let under: UseCases;
  let deps: CollectingDependencies;
  before(async () => {
    under = await openUseCases();
    deps = collectingDependencies(under);
  });
  after(() => under.close());

  const record = (id: string, changes: Partial<SourceTerms>) =>
    recordSource(deps, ADMINISTRATOR, { id, terms: sourceTerms(changes), state: 'active' });
  const source = async (id: string) => {
    const found = await under.store.records.get('collecting-sources', id);
    assert.ok(found);
    return found;
  };

  describe('a source that is asked', () => {
    let server: Server;
    let address: string;
    const pdf = blankFile(1);
    const asked: string[] = [];
    /** What the source answers to a path, as a test wants it. */
    let answer: (url: URL) => string | Uint8Array | null = () => null;
    before(async () => {
      server = createServer((request, response) => {
        const url = new URL(request.url ?? '/', 'http://source');
        asked.push(`${url.pathname}${url.search}`);
        const body = answer(url);
        if (body === null) response.writeHead(404).end();
        else response.writeHead(200, { 'Content-Type': 'application/json' }).end(body);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/licences`;
    });
    after(() => new Promise((resolve) => server.close(resolve)));
    const pull = () => pullSources({ ...deps, fetch: createFetcher({ hosts: ['127.0.0.0/8'] }) });

    it('is read page after page, goes on where it ended, and its files are fetched', async () => {
      await record('pulled', { mode: 'pull', address });
      const items = [1, 2, 3].map((number) =>
        collectedItem({ sourceId: `P-${number}`, ...(number === 1 && { file: { name: '证照 1.pdf', sm3: sm3Hex(pdf) } }) }),
      );
      answer = ({ pathname, searchParams }) => {
        if (pathname === '/licences/files/%E8%AF%81%E7%85%A7%201.pdf') return pdf;
        const cursor = searchParams.get('cursor');
        if (cursor === null) return JSON.stringify({ items: items.slice(0, 2), next: 'two' });
        return cursor === 'two'
          ? JSON.stringify({ items: items.slice(2), next: 'three' })
          : JSON.stringify({ items: [], next: null });
      };
      await pull();
      const { counts, cursor, trouble } = await source('pulled');
      assert.deepEqual([counts.taken, counts.sent, cursor, trouble], [3, 3, 'three', null]);
      asked.length = 0;
      await pull();
      assert.deepEqual(asked, ['/licences?cursor=three']);
      assert.equal((await source('pulled')).counts.sent, 3);
    });

    it('that does not answer, or as it likes, is noted and keeps no other from being asked', async () => {
      await record('broken', { mode: 'pull', address: `${address}-broken` });
      for (const body of ['{', JSON.stringify({ items: 'none', next: null }), JSON.stringify({ items: [], next: 7 }), null]) {
        answer = ({ pathname }) => (pathname === '/licences-broken' ? body : JSON.stringify({ items: [], next: null }));
        await pull();
        assert.equal((await source('broken')).trouble?.code, 'SOURCE_UNREACHABLE');
        assert.equal((await source('pulled')).trouble, null);
      }
      answer = () => JSON.stringify({ items: [], next: null });
      await pull();
      assert.equal((await source('broken')).trouble, null);
    });

    it('is not asked where its host is not listed', async () => {
      asked.length = 0;
      await pullSources({ ...deps, fetch: createFetcher({ hosts: ['source.example'] }) });
      assert.deepEqual(asked, []);
      assert.equal((await source('pulled')).trouble?.code, 'SOURCE_UNREACHABLE');
    });

    it('that answers in a circle is left again', async () => {
      await record('circle', { mode: 'pull', address: `${address}-circle` });
      answer = ({ pathname }) =>
        pathname === '/licences-circle'
          ? JSON.stringify({ items: [collectedItem({ sourceId: 'C' })], next: 'again' })
          : JSON.stringify({ items: [], next: null });
      asked.length = 0;
      await pull();
      assert.equal(asked.filter((path) => path.startsWith('/licences-circle')).length, 2);
    });
  });

  describe('a folder', () => {
    const root = temporaryFolder();
    const folder = createExchangeFolder(root);
    const at = (...names: readonly string[]) => join(root, 'foldered', ...names);
    /** Puts a batch together elsewhere and moves it in, as a source does. */
    const put = (
      name: string,
      items: readonly object[],
      changes: { readonly manifest?: object; readonly files?: Readonly<Record<string, Uint8Array>> } = {},
    ) => {
      const beside = join(temporaryFolder(), name);
      mkdirSync(beside, { recursive: true });
      const bytes = utf8(JSON.stringify({ items }));
      const files = Object.entries(changes.files ?? {}).map(([file, content]) => {
        writeFileSync(join(beside, file), content);
        return { name: file, size: content.length, sm3: sm3Hex(content) };
      });
      writeFileSync(join(beside, 'items.json'), bytes);
      const manifest = {
        format: 'yinzheng-exchange/1',
        source: 'foldered',
        items: { name: 'items.json', sm3: sm3Hex(bytes) },
        files,
      };
      writeFileSync(join(beside, 'manifest.json'), JSON.stringify({ ...manifest, ...changes.manifest }));
      mkdirSync(at('in'), { recursive: true });
      renameSync(beside, at('in', name));
    };
    const result = (part: string, name: string) =>
      JSON.parse(readFileSync(at(part, name, 'result.json'), 'utf8')) as {
        readonly error: { readonly code: string } | null;
        readonly counts: Readonly<Record<string, number>>;
        readonly items: readonly { readonly outcome: string; readonly code: string | null }[];
      };
    before(() => record('foldered', { mode: 'folder' }));

    it('gives its batches, whole, with their files, and says what became of them beside them', async () => {
      const pdf = blankFile(1);
      put(
        'batch-1',
        [
          collectedItem({ sourceId: 'X-1', file: { name: '一.pdf', sm3: sm3Hex(pdf) } }),
          collectedItem({ sourceId: 'X-2', areaCode: 'x' }),
        ],
        { files: { '一.pdf': pdf } },
      );
      mkdirSync(at('in', 'still-copied'), { recursive: true });
      await takeFolders(deps, folder);
      const { counts, items, error } = result('done', 'batch-1');
      assert.deepEqual([error, counts], [null, { taken: 1, updated: 0, repeated: 0, refused: 1 }]);
      assert.deepEqual(
        items.map(({ outcome, code }) => [outcome, code]),
        [
          ['taken', null],
          ['refused', 'COLLECTED_ITEM_INVALID'],
        ],
      );
      assert.deepEqual(readdirSync(at('in')), ['still-copied'], 'one without a manifest is not complete');
      assert.deepEqual(readdirSync(at('work')), []);
    });

    it('takes a batch again that a process left, and one of the same name', async () => {
      put('batch-2', [collectedItem({ sourceId: 'X-3' })]);
      mkdirSync(at('work'), { recursive: true });
      renameSync(at('in', 'batch-2'), at('work', 'batch-2'));
      await takeFolders(deps, createExchangeFolder(root));
      assert.equal(result('done', 'batch-2').counts['taken'], 1);
      put('batch-2', [collectedItem({ sourceId: 'X-3' })]);
      await takeFolders(deps, folder);
      assert.equal(result('done', 'batch-2.2').counts['repeated'], 1);
    });

    it('refuses a batch that is not as its manifest says, and follows no link', async () => {
      put('altered', [collectedItem({ sourceId: 'X-4' })], { manifest: { items: { name: 'items.json', sm3: '0'.repeat(64) } } });
      put('other-source', [collectedItem({ sourceId: 'X-4' })], { manifest: { source: 'pulled' } });
      put('outside', [collectedItem({ sourceId: 'X-4' })], {
        manifest: { items: { name: '../items.json', sm3: '0'.repeat(64) } },
      });
      put('no-manifest', [collectedItem({ sourceId: 'X-4' })], { manifest: { format: 'x' } });
      const secret = join(temporaryFolder(), 'secret.pdf');
      writeFileSync(secret, blankFile(1));
      put('linked', [collectedItem({ sourceId: 'X-5', file: { name: 'l.pdf', sm3: sm3Hex(blankFile(1)) } })], {
        manifest: { files: [{ name: 'l.pdf', size: blankFile(1).length, sm3: sm3Hex(blankFile(1)) }] },
      });
      symlinkSync(secret, at('in', 'linked', 'l.pdf'));
      await takeFolders(deps, folder);
      for (const name of ['altered', 'other-source', 'outside', 'no-manifest'])
        assert.equal(result('refused', name).error?.code, 'EXCHANGE_BATCH_INVALID', name);
      assert.equal(result('done', 'linked').items[0]?.code, 'COLLECTED_FILE_MISSING');
      assert.ok(!existsSync(at('work', 'altered')));
    });
  });
});
