/** What a signer's socket tells strangers: nothing. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { serveSigner } from '../../../../src/adapters/custody/index.ts';
import { connectToSigner } from '../../../../src/adapters/custody/process/connection.ts';
import { frameReader, writeFrame, type Frame } from '../../../../src/adapters/custody/process/frame.ts';
import { concatBytes, utf8 } from '../../../../src/base/bytes.ts';
import { localKeyRoom } from '../../../../src/processes/installation/key-room.ts';
import { signerPlaces } from '../../../support/signer.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

const SECRET = new Uint8Array(32).fill(7);

describe('the socket of a signer', () => {
  let path: string;
  let end: () => Promise<void>;

  beforeEach(async () => {
    path = join(temporaryFolder(), 'socket');
    const room = localKeyRoom({ places: signerPlaces() });
    await room.make(null);
    end = await serveSigner({ path, secret: SECRET, room, onError: (error) => assert.fail(String(error)) });
  });
  afterEach(() => end());

  /** What comes back for bytes before the connection is ended by the other side. */
  async function answerTo(...bytes: readonly Uint8Array[]): Promise<number> {
    const socket = createConnection(path);
    let received = 0;
    socket.on('data', (chunk) => (received += chunk.length)).on('error', () => undefined);
    socket.write(concatBytes(...bytes));
    await once(socket, 'close');
    return received;
  }
  const hello = (secret: Uint8Array): Uint8Array => writeFrame(0, { op: 'hello', secret: Buffer.from(secret).toString('hex') });
  const list = writeFrame(1, { op: 'list' });

  it('is of mode 0600', () => assert.equal(statSync(path).mode & 0o777, 0o600));

  it('answers whoever knows the secret', async () => {
    const connection = await connectToSigner(path, SECRET);
    assert.deepEqual((await connection.ask({ op: 'list' })).result, []);
    await assert.rejects(connection.ask({ op: 'frobnicate' } as never), { code: 'INPUT_INVALID' });
    await assert.rejects(connection.ask({ op: 'attach', keyId: 'x' }, new Uint8Array(200_000)), { code: 'INPUT_TOO_LARGE' });
    connection.end();
    await connection.ended;
    await assert.rejects(connection.ask({ op: 'list' }));
  });

  it('ends the connection of whoever does not, without a word', async () => {
    assert.equal(await answerTo(list), 0);
    assert.equal(await answerTo(hello(SECRET.with(0, 8)), list), 0);
    assert.equal(await answerTo(hello(SECRET.subarray(1)), list), 0);
    assert.equal(await answerTo(utf8('GET / HTTP/1.1\r\n\r\n')), 0);
    assert.equal(await answerTo(new Uint8Array(0)), 0);
  });

  it('ends the connection where what comes is no frame, or longer than any', async () => {
    const long = Buffer.alloc(12);
    long.writeUInt32BE(0x7fffffff, 0);
    const short = Buffer.alloc(12);
    const head = Buffer.from(list);
    head.writeUInt32BE(0xffff, 8);
    const json = Buffer.from(list);
    json[13] = 0x7d;
    for (const bytes of [long, short, head, json]) assert.equal(await answerTo(hello(SECRET), bytes), 0);
  });
});

describe('frames', () => {
  it('are read however they are cut', () => {
    const frames = [
      writeFrame(1, { a: '印' }),
      writeFrame(2, null, Uint8Array.of(1, 2, 3)),
      writeFrame(3, [], new Uint8Array(5000)),
    ];
    const bytes = concatBytes(...frames);
    for (const size of [1, 2, 7, 13, 64, 4096, bytes.length]) {
      const found: Frame[] = [];
      const read = frameReader(10_000, (frame) => void found.push({ ...frame, body: Uint8Array.from(frame.body) }));
      for (let at = 0; at < bytes.length; at += size) assert.ok(read(bytes.subarray(at, at + size)));
      assert.deepEqual(found, [
        { number: 1, head: { a: '印' }, body: new Uint8Array(0) },
        { number: 2, head: null, body: Uint8Array.of(1, 2, 3) },
        { number: 3, head: [], body: new Uint8Array(5000) },
      ]);
    }
  });
});
