/** Notices over both stores, sent to a real HTTP server: signed, in order, nothing lost, nobody named. */
import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createMongoStore } from '../../../src/adapters/mongo/index.ts';
import { createNoticeSender } from '../../../src/adapters/notices/index.ts';
import { toBase64 } from '../../../src/base/bytes.ts';
import { pointVerifier, sm2Point } from '../../../src/crypto/index.ts';
import { currentEdition, type LicenceRecord } from '../../../src/domain/licence/index.ts';
import { GIVEN_UP_AFTER } from '../../../src/domain/sharing/index.ts';
import { createLease } from '../../../src/services/journal/index.ts';
import { changeStatus, issueLicence } from '../../../src/services/licences/index.ts';
import { followChanges } from '../../../src/services/sharing/index.ts';
import { ensureStatementKey, noticeStatement, statementKey } from '../../../src/services/statements/index.ts';
import {
  deliverNotices,
  endWebhook,
  listWebhooks,
  makeWebhook,
  MOST_WEBHOOKS,
  replayWebhook,
  type DeliveryDependencies,
} from '../../../src/services/webhooks/index.ts';
import { sharedRegister } from '../../support/certificate-register.ts';
import { AUTHORISATION } from '../../support/custody.ts';
import { sharedInstallation } from '../../support/http.ts';
import { freshUrl, mongoServer } from '../../support/mongodb.ts';
import { crypto } from '../../support/pki.ts';
import { BLOB_KEYS } from '../../support/records.ts';
import { sharingClient, sharingOver } from '../../support/sharing.ts';
import { actor, CLERK, openUseCases, order, type UseCases } from '../../support/use-cases.ts';

interface Received {
  readonly headers: IncomingMessage['headers'];
  readonly text: string;
  readonly body: {
    readonly webhook: string;
    readonly after: number;
    readonly cursor: number;
    readonly changes: readonly { readonly sequence: number; readonly change: string; readonly identifier: string }[];
  };
}

/** A system that is told: what came, and what it answers. */
async function openReceiver() {
  const received: Received[] = [];
  const state = { status: 204 };
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      received.push({ headers: request.headers, text, body: JSON.parse(text) as Received['body'] });
      response.writeHead(state.status, state.status === 302 ? { Location: '/elsewhere' } : {}).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks/licences`;
  const close = async (): Promise<void> => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url, received, state, close };
}

for (const kind of ['lmdb', 'MongoDB'] as const)
  describe(`notices of changes over ${kind}`, function () {
    this.timeout(300_000);
    let under: UseCases;
    let isOpen = false;
    let licence: LicenceRecord;
    let receiver: Awaited<ReturnType<typeof openReceiver>>;
    let owners = 0;

    before(async function () {
      if (kind === 'MongoDB') {
        const url = freshUrl(await mongoServer(this));
        under = await openUseCases(() => createMongoStore({ url, blobKeys: BLOB_KEYS }));
      } else under = await openUseCases();
      isOpen = true;
      const { custody } = await sharedInstallation();
      const { random, clock } = under.licences;
      await ensureStatementKey(
        { signer: custody, custody, crypto, random, register: sharedRegister },
        { now: clock.now() - 1, authorisation: AUTHORISATION },
      );
      ({ licence } = await issueLicence(under.licences, CLERK, order()));
      await follow();
    });
    beforeEach(async () => {
      receiver = await openReceiver();
    });
    afterEach(() => receiver.close());
    after(async () => {
      if (isOpen) await under.close();
    });

    const follow = async (): Promise<void> => {
      await under.relay.drain();
      await followChanges(under.store);
    };
    const webhooks = (hosts: readonly string[] = ['127.0.0.1/32']) => {
      const { clock, random } = under.licences;
      return { records: under.store.records, journal: under.relay, clock, random, sender: createNoticeSender({ hosts }) };
    };
    const delivery = async (): Promise<DeliveryDependencies> => {
      const { custody } = await sharedInstallation();
      const { clock } = under.licences;
      // A server of its own each time: the one before has gone.
      const owner = `server-${++owners}`;
      const lease = createLease({ records: under.store.records, clock, name: `notices-${owner}`, owner, duration: 10_000 });
      return { sharing: sharingOver(under), sender: webhooks().sender, lease, custody, signer: custody, crypto };
    };
    const system = (typeCode = licence.typeCode) =>
      sharingClient(under, { types: [{ code: typeCode, fields: [], files: false }] });
    const act = async (event: 'suspend' | 'resume'): Promise<void> => {
      const { identifier } = currentEdition(licence);
      await changeStatus(under.licences, CLERK, { identifier, event, reason: '欧阳晓样', documentNumber: '文' });
      await follow();
    };

    it('tell a system of what is shared with it: ids alone, in order, signed by the service', async () => {
      const by = await system();
      const made = await makeWebhook(webhooks(), by, { url: receiver.url });
      assert.equal(await deliverNotices(await delivery()), 0);
      await act('suspend');
      await act('resume');
      assert.equal(await deliverNotices(await delivery()), 1);
      const [notice] = receiver.received;
      assert.ok(notice);
      const { identifier } = currentEdition(licence);
      assert.deepEqual([notice.body.webhook, notice.body.after], [made._id, made.cursor]);
      assert.deepEqual(
        notice.body.changes.map(({ change, identifier: of }) => [change, of]),
        [
          ['status-changed', identifier],
          ['status-changed', identifier],
        ],
      );
      for (const word of ['欧阳晓样', 'TEST-0001', '文']) assert.ok(!notice.text.includes(word));
      const { headers, text } = notice;
      const input = String(headers['signature-input']);
      const [, created = '', nonce = '', keyId = ''] =
        /^sig=\("@method" "@target-uri" "content-digest"\);created=(\d+);nonce="([0-9a-f]{32})";keyid="([0-9a-f]{16})";/.exec(
          input,
        ) ?? [];
      const digest = toBase64(crypto.digest('sm3', Buffer.from(text)));
      assert.equal(headers['content-digest'], `sm3=:${digest}:`);
      const { custody } = await sharedInstallation();
      const key = await statementKey({ custody, crypto }, under.licences.clock.now());
      assert.equal(keyId, key.name);
      const base = noticeStatement({ url: receiver.url, digest, created: Number(created), nonce, keyId });
      const signature = Buffer.from(/^sig=:(.+):$/.exec(String(headers.signature))?.[1] ?? '', 'base64');
      const verifier = pointVerifier(crypto);
      assert.ok(verifier.verify(sm2Point(key.certificate.publicKey.raw), base, signature));
      base[base.length - 60] = (base[base.length - 60] ?? 0) ^ 1;
      assert.ok(!verifier.verify(sm2Point(key.certificate.publicKey.raw), base, signature));
      assert.equal(await deliverNotices(await delivery()), 0);
      const [known] = (await listWebhooks(webhooks(), by, { limit: 10 })).items;
      assert.deepEqual([known?.cursor, known?.failures], [notice.body.cursor, 0]);
    });

    it('come again with growing pauses until they are taken, and then go on where they were', async () => {
      const by = await system();
      await makeWebhook(webhooks(), by, { url: receiver.url });
      await act('suspend');
      const first = { ...receiver.state };
      for (const [failures, status] of [500, 302, 404].entries()) {
        receiver.state.status = status;
        assert.equal(await deliverNotices(await delivery()), 0);
        assert.equal(receiver.received.length, failures + 1);
        // Not before its time.
        assert.equal(await deliverNotices(await delivery()), 0);
        assert.equal(receiver.received.length, failures + 1);
        const [known] = (await listWebhooks(webhooks(), by, { limit: 10 })).items;
        assert.equal(known?.failures, failures + 1);
        under.advance(5_000 * 2 ** failures);
      }
      await act('resume');
      receiver.state.status = first.status;
      assert.equal(await deliverNotices(await delivery()), 1);
      const bodies = receiver.received.map(({ body }) => body);
      assert.deepEqual(
        bodies.map(({ after }) => after),
        Array<number>(4).fill(bodies[0]?.after ?? -1),
      );
      assert.equal(bodies.at(-1)?.changes.length, 2);
    });

    it('stop after a week of failures, and go on after a replay from any cursor', async () => {
      const by = await system();
      const made = await makeWebhook(webhooks(), by, { url: receiver.url });
      await act('suspend');
      receiver.state.status = 500;
      await deliverNotices(await delivery());
      under.advance(GIVEN_UP_AFTER);
      await deliverNotices(await delivery());
      const [stopped] = (await listWebhooks(webhooks(), by, { limit: 10 })).items;
      assert.equal(stopped?.state, 'stopped');
      receiver.state.status = 200;
      assert.equal(await deliverNotices(await delivery()), 0);
      const replayed = await replayWebhook(
        webhooks(),
        { ...actor('auditor', null), capacity: 'operator' },
        { id: made._id, from: 0 },
      );
      assert.deepEqual([replayed.state, replayed.cursor, replayed.failures], ['active', 0, 0]);
      assert.equal(await deliverNotices(await delivery()), 1);
      const { body } = receiver.received.at(-1) ?? {};
      assert.equal(body?.after, 0);
      assert.ok(body.changes.some(({ change }) => change === 'issued'));
      await assert.rejects(replayWebhook(webhooks(), by, { id: made._id, from: 1e9 }), { code: 'WEBHOOK_REFUSED' });
      await act('resume');
    });

    it('are not sent to who is not let in, of what is not shared, or to an end', async () => {
      const stranger = await system('11990000MB0000019F777');
      await makeWebhook(webhooks(), stranger, { url: receiver.url });
      const ended = await system();
      const { _id: id } = await makeWebhook(webhooks(), ended, { url: receiver.url });
      await endWebhook(webhooks(), ended, id);
      const blocked = await system();
      await makeWebhook(webhooks(), blocked, { url: receiver.url });
      const record = await under.store.records.get('clients', blocked.client);
      assert.ok(record);
      await under.store.records.replace('clients', { ...record, version: 2, blocked: true });
      await act('suspend');
      await act('resume');
      await deliverNotices(await delivery());
      assert.deepEqual(receiver.received, []);
      await assert.rejects(replayWebhook(webhooks(), ended, { id, from: 0 }), { code: 'WEBHOOK_REFUSED' });
    });

    it('go to permitted hosts alone, belong to their system, and are few', async () => {
      const by = await system();
      const refused = { code: 'WEBHOOK_REFUSED' };
      for (const url of [
        'http://169.254.169.254/latest',
        'http://localhost:1/x',
        'https://example.org/x',
        `${receiver.url}#x`,
        receiver.url.replace('http://', 'http://user:word@'),
        'ftp://127.0.0.1/x',
        `${receiver.url}/\nx`,
        'x',
      ])
        await assert.rejects(makeWebhook(webhooks(), by, { url }), refused, url);
      await assert.rejects(makeWebhook(webhooks([]), by, { url: receiver.url }), refused);
      await assert.rejects(makeWebhook(webhooks(), by, { url: receiver.url, from: 1e9 }), refused);
      const made = await makeWebhook(webhooks(), by, { url: receiver.url });
      const other = await system();
      for (const attempt of [
        () => replayWebhook(webhooks(), other, { id: made._id, from: 0 }),
        () => endWebhook(webhooks(), other, made._id),
        () => endWebhook(webhooks(), actor('verifier'), made._id),
      ])
        await assert.rejects(attempt, ({ code }: { readonly code: string }) =>
          ['WEBHOOK_NOT_FOUND', 'NOT_ALLOWED'].includes(code),
        );
      assert.deepEqual((await listWebhooks(webhooks(), other, { limit: 10 })).items, []);
      await assert.rejects(makeWebhook(webhooks(), other, { client: by.client, url: receiver.url }), {
        code: 'CLIENT_NOT_FOUND',
      });
      for (let count = 1; count < MOST_WEBHOOKS; count++) await makeWebhook(webhooks(), by, { url: receiver.url });
      await assert.rejects(makeWebhook(webhooks(), by, { url: receiver.url }), refused);
    });
  });
