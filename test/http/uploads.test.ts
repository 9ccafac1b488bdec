import assert from 'node:assert/strict';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import request from 'supertest';
import { openApp, problem, type OpenApp } from '../support/http.ts';

const LIMIT = 1024 * 1024;
const PATH = '/api/v1/verifications';

interface RawAnswer {
  readonly status: number;
  readonly code: string;
}

describe('http: uploads', function () {
  this.timeout(300_000);
  let app: OpenApp;
  let taken: number[] = [];
  before(async () => {
    app = await openApp({
      change: (services) => ({
        ...services,
        verification: {
          ...services.verification,
          file: (actor, input) => {
            taken.push(input.bytes.length);
            return services.verification.file(actor, input);
          },
        },
      }),
    });
  });
  beforeEach(() => {
    taken = [];
  });
  after(() => app.close());

  const held = async () => {
    const { text } = await request(app.server).get('/metrics').expect(200);
    return Number(/^http_upload_bytes (\d+)$/m.exec(text)?.[1] ?? Number.NaN);
  };
  const settled = async () => {
    for (let tries = 0; tries < 100; tries++) {
      if ((await held()) === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    assert.fail('uploads are still held');
  };

  /** Sends a body in pieces and reads the answer whenever it comes. */
  function send(
    headers: Record<string, string | number>,
    write: (piece: (bytes: Uint8Array) => boolean, end: () => void) => void,
  ) {
    return new Promise<RawAnswer>((resolve, reject) => {
      const outgoing = httpRequest(`${app.url}${PATH}`, { method: 'POST', headers }, (response: IncomingMessage) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, code: (JSON.parse(text) as { code: string }).code }),
        );
      });
      outgoing.on('error', reject);
      write(
        (bytes) => outgoing.write(bytes),
        () => outgoing.end(),
      );
    });
  }

  it('takes a raw document and the only file of a form', async () => {
    const raw = await request(app.server)
      .post(PATH)
      .set('Content-Type', 'application/pdf')
      .send(Buffer.from('%PDF-1.7 not really'));
    assert.ok(
      ['PDF_MALFORMED', 'DOCUMENT_UNRECOGNISED'].includes(String((raw.body as Record<string, unknown>)['code'])),
      raw.text,
    );
    const form = await request(app.server)
      .post(PATH)
      .field('note', 'x')
      .attach('file', Buffer.from('%PDF-1.7 not really'), '张三.pdf');
    assert.equal((form.body as Record<string, unknown>)['code'], (raw.body as Record<string, unknown>)['code']);
    assert.deepEqual(taken, [19, 19]);
    await settled();
  });

  it('passes over parts that are no fields, however large, before and after the file', async () => {
    const part = (head: string, body: string): string => `--b\r\n${head}\r\n\r\n${body}\r\n`;
    const nameless = part('X-Other: y', 'x'.repeat(300_000));
    const odd = part('Content-Disposition: attachment; name="f"', 'x'.repeat(20_000));
    const file = part('Content-Disposition: form-data; name="f"; filename="f"', '%PDF-1.7 not really');
    for (const parts of [
      [nameless, file],
      [file, nameless],
      [odd, file, odd],
    ]) {
      const answer = await request(app.server)
        .post(PATH)
        .timeout(10_000)
        .set('Content-Type', 'multipart/form-data; boundary=b')
        .send(`${parts.join('')}--b--\r\n`);
      problem(answer, 'PDF_MALFORMED');
    }
    assert.deepEqual(taken, [19, 19, 19]);
    await settled();
  });

  it('takes exactly the limit and not one byte more, raw and as a form', async () => {
    const whole = Buffer.alloc(LIMIT, 0x20);
    const more = Buffer.alloc(LIMIT + 1, 0x20);
    const raw = (body: Buffer) => request(app.server).post(PATH).set('Content-Type', 'application/octet-stream').send(body);
    const form = (body: Buffer) => request(app.server).post(PATH).attach('file', body, 'a.pdf');
    problem(await raw(whole), 'DOCUMENT_UNRECOGNISED');
    problem(await form(whole), 'DOCUMENT_UNRECOGNISED');
    problem(await raw(more), 'INPUT_TOO_LARGE');
    problem(await form(more), 'INPUT_TOO_LARGE');
    assert.deepEqual(taken, [LIMIT, LIMIT]);
    await settled();
  });

  it('refuses a body that is announced too large before it is sent', async () => {
    const headers = { 'Content-Type': 'application/pdf', 'Content-Length': 10 * LIMIT, Expect: '100-continue' };
    let continued = false;
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const outgoing = httpRequest(`${app.url}${PATH}`, { method: 'POST', headers }, resolve);
      outgoing
        .on('continue', () => (continued = true))
        .on('error', reject)
        .flushHeaders();
    });
    answer.resume();
    assert.equal(answer.statusCode, 413);
    assert.equal(answer.headers.connection, 'close');
    assert.equal(continued, false);
    assert.equal(await held(), 0);
  });

  it('asks for the body when it is wanted', async () => {
    const answer = await new Promise<RawAnswer>((resolve, reject) => {
      const headers = { 'Content-Type': 'application/pdf', 'Content-Length': 4, Expect: '100-continue' };
      const outgoing = httpRequest(`${app.url}${PATH}`, { method: 'POST', headers }, (response) => {
        response.resume().on('end', () => resolve({ status: response.statusCode ?? 0, code: '' }));
      });
      outgoing
        .on('continue', () => outgoing.end('%PDF'))
        .on('error', reject)
        .flushHeaders();
    });
    assert.equal(answer.status, 422);
    assert.deepEqual(taken, [4]);
  });

  it('cuts off a body of unknown length at the limit, with an answer', async () => {
    const piece = Buffer.alloc(64 * 1024, 0x20);
    const answer = await send({ 'Content-Type': 'application/pdf', 'Transfer-Encoding': 'chunked' }, (write, end) => {
      for (let sent = 0; sent <= 2 * LIMIT; sent += piece.length) write(piece);
      end();
    });
    assert.deepEqual(answer, { status: 413, code: 'INPUT_TOO_LARGE' });
    assert.deepEqual(taken, []);
    await settled();
  });

  it('lets go of uploads that break off, and does nothing with them', async () => {
    for (const type of ['application/pdf', 'multipart/form-data; boundary=b']) {
      const outgoing = httpRequest(`${app.url}${PATH}`, {
        method: 'POST',
        headers: { 'Content-Type': type, 'Content-Length': LIMIT },
      });
      outgoing.on('error', () => undefined);
      outgoing.write('--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n');
      await new Promise<void>((resolve) => outgoing.write(Buffer.alloc(100_000, 0x20), () => resolve()));
      while ((await held()) < 100_000) await new Promise((resolve) => setTimeout(resolve, 5));
      outgoing.destroy();
      await settled();
    }
    assert.deepEqual(taken, []);
    assert.match(app.log(), /"status":499,.*"msg":"aborted"/);
    await request(app.server).get('/healthz').expect(200);
  });

  it('holds no more of all uploads together than four of the largest', async () => {
    const slow = Array.from({ length: 5 }, () => {
      const outgoing = httpRequest(`${app.url}${PATH}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/pdf', 'Content-Length': LIMIT },
      });
      outgoing.on('error', () => undefined);
      return outgoing;
    });
    const first = new Promise<number>((resolve) => {
      for (const outgoing of slow) outgoing.on('response', (response) => resolve(response.resume().statusCode ?? 0));
    });
    for (const outgoing of slow) outgoing.write(Buffer.alloc(LIMIT - 1, 0x20));
    assert.equal(await first, 503);
    assert.ok((await held()) <= 4 * LIMIT);
    for (const outgoing of slow) outgoing.destroy();
    await settled();
  });

  it('refuses what holds no document', async () => {
    const post = () => request(app.server).post(PATH);
    problem(await post().set('Content-Type', 'application/pdf'), 'INPUT_INVALID');
    problem(await post(), 'MEDIA_TYPE_UNSUPPORTED');
    problem(await post().set('Content-Type', 'image/png').send(Buffer.from('x')), 'MEDIA_TYPE_UNSUPPORTED');
    problem(
      await post().set('Content-Type', 'application/pdf').set('Content-Encoding', 'gzip').send('x'),
      'MEDIA_TYPE_UNSUPPORTED',
    );
    problem(await post().field('note', 'no file'), 'INPUT_INVALID');
    problem(await post().attach('a', Buffer.from('%PDF-'), 'a').attach('b', Buffer.from('%PDF-'), 'b'), 'INPUT_INVALID');
    problem(await post().set('Content-Type', 'multipart/form-data').send('x'), 'BODY_MALFORMED');
    problem(await post().set('Content-Type', 'multipart/form-data; boundary=b').send('--b\r\nbroken'), 'BODY_MALFORMED');
    problem(
      await post()
        .set('Content-Type', 'multipart/form-data; boundary=b')
        .send('--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\nno end'),
      'BODY_MALFORMED',
    );
    assert.deepEqual(taken, []);
    await settled();
  });

  it('checks the call before it reads the document', async () => {
    const outgoing = httpRequest(`${app.url}/api/v1/documents/stamped?seal=x`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/pdf',
        'Content-Length': LIMIT,
        Authorization: `Bearer ${app.credentials.apiKey.text}`,
      },
    });
    const status = new Promise<number>((resolve, reject) => {
      outgoing.on('response', (response) => resolve(response.resume().statusCode ?? 0)).on('error', reject);
    });
    outgoing.write('%PDF');
    assert.equal(await status, 400);
    outgoing.destroy();
  });
});
