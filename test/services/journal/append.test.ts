import assert from 'node:assert/strict';
import { createEmbeddedStore } from '../../../src/adapters/embedded/index.ts';
import { checkChain, EMPTY_HEAD } from '../../../src/domain/journal/index.ts';
import { createAppender } from '../../../src/services/journal/index.ts';
import { MAX_APPEND_BYTES, type OpenStore } from '../../../src/services/storage/index.ts';
import { BLOB_KEYS, event, sm3 } from '../../support/records.ts';
import { temporaryFolder } from '../../support/temporary.ts';

describe('an appender of the journal', () => {
  let store: OpenStore;
  before(async () => {
    store = await createEmbeddedStore({ folder: temporaryFolder(), blobKeys: BLOB_KEYS });
  });
  after(() => store.close());

  it('takes more at once than one write does', async () => {
    const appender = createAppender({ journal: store.journal, digest: sm3 });
    const text = '证'.repeat(Math.trunc(MAX_APPEND_BYTES / 3 / 2.5));
    const events = Array.from({ length: 7 }, (_, index) => event(`large/${index}`, { text }));
    await appender.append([event('small/1'), ...events, event('small/2')]);
    const entries = await store.journal.read(1, 100);
    assert.deepEqual(
      entries.map((entry) => entry.event.id),
      ['small/1', ...events.map(({ id }) => id), 'small/2'],
    );
    assert.equal(checkChain(EMPTY_HEAD, entries, sm3).fault, null);
  });

  it('refuses an event that cannot be written, and takes those of others that came with it', async () => {
    const appender = createAppender({ journal: store.journal, digest: sm3 });
    const outcomes = await Promise.allSettled([
      appender.append([event('good/1')]),
      appender.append([event('bad\0id')]),
      appender.append([event('good/1'), event('good/2')]),
    ]);
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    );
    assert.deepEqual(await store.journal.known(['good/1', 'good/2', 'bad\0id']), new Set(['good/1', 'good/2']));
  });
});
