/** HTTP: the input that each route checks, forms with a file, bodies as streams. */
import { Readable } from 'node:stream';
import type { Request } from 'express';
import { utf8 } from '../../src/base/bytes.ts';
import { createUploadBudget } from '../../src/http/body/budget.ts';
import { createCollector } from '../../src/http/body/collector.ts';
import { readForm } from '../../src/http/body/form.ts';
import { readRaw } from '../../src/http/body/raw.ts';
import { createRoutes } from '../../src/http/routes.ts';
import type { HttpServices } from '../../src/http/services.ts';
import { temporaryFolder } from '../../test/support/temporary.ts';
import { attempt } from '../attempt.ts';
import type { Target } from '../target.ts';

const LIMIT = 1 << 20;
/** ms */
const LONGEST_WAIT = 5_000;
const ID = '0123456789abcdef0123456789abcdef';

/** Services that nothing calls: only what routes do before that is of interest. */
function nobody(): HttpServices {
  const nothing: unknown = new Proxy(() => undefined, { get: () => nothing, apply: () => nothing });
  return nothing as HttpServices;
}

/** Requests that hold, for the routes that take most. */
const REQUESTS: readonly {
  readonly route: string;
  readonly params?: unknown;
  readonly query?: unknown;
  readonly json?: unknown;
}[] = [
  {
    route: 'post /api/v1/licences',
    json: {
      caseNumber: 'C-1',
      type: 'food',
      fields: { 经营者名称: '样例市锦绣街老张川菜馆有限公司' },
      holders: [{ name: '张三', code: '11990100MB0000027F', kind: 'organisation' }],
      validFrom: '2026-03-02',
      validTo: '2031-03-01',
    },
  },
  {
    route: 'post /api/v1/licences/{id}/events',
    params: { id: ID },
    json: { event: 'suspend', reason: '理由', documentNumber: '1', effectiveAt: '2026-03-02T00:00:00+08:00' },
  },
  { route: 'get /api/v1/licences', query: { cursor: ID, limit: '20', status: 'valid' } },
  { route: 'post /api/v1/session', json: { userName: 'admin', password: 'secret' } },
  { route: 'get /ocsp/{request}', params: { request: 'MAA=' } },
];

const input: Target = {
  name: 'http-input',
  form: 'json',
  covers: ['http/validate.ts#parseInput'],
  open() {
    const routes = createRoutes(nobody(), { metrics: null, webRoot: temporaryFolder(), mutualTls: true });
    const blank = { params: { id: ID, code: 'x', name: 'x', identifier: 'x' }, query: {}, json: {} };
    return {
      seeds: REQUESTS.map((request) => utf8(JSON.stringify({ ...blank, ...request }))),
      run(bytes) {
        let raw: { readonly params?: unknown; readonly query?: unknown; readonly json?: unknown };
        try {
          raw = Object(JSON.parse(Buffer.from(bytes).toString('utf8'))) as typeof raw;
        } catch {
          return false;
        }
        // every route gets every input: what one takes, another must refuse in good order
        const taken = routes.filter(
          ({ check }) => attempt(() => check({ params: raw.params, query: raw.query, json: raw.json })) !== null,
        );
        return taken.length > 0;
      },
    };
  },
};

const TYPE = 'multipart/form-data; boundary=B';
const FORM =
  '--B\r\nContent-Disposition: form-data; name="file"; filename="a.pdf"\r\nContent-Type: application/pdf\r\n\r\n%PDF-1.7\r\n--B--\r\n';
const FIELD = '--B\r\nContent-Disposition: form-data; name="page"\r\n\r\n1\r\n';

const form: Target = {
  name: 'http-form',
  form: 'text',
  covers: ['http/body/form.ts#readForm', 'http/body/raw.ts#readRaw'],
  open: () => ({
    seeds: [utf8(FORM), utf8(FIELD + FORM)],
    async run(bytes) {
      const rules = { limit: LIMIT, budget: createUploadBudget(LIMIT) };
      const raw = createCollector(rules);
      await soon(readRaw(requestOf(bytes), raw));
      raw.release();
      const collector = createCollector(rules);
      try {
        await soon(readForm(requestOf(bytes), { most: LIMIT, limit: LIMIT, files: 3, begin: () => collector }));
        return collector.bytes().length > 0;
      } finally {
        collector.release();
      }
    },
  }),
};

/** Rejects when nothing has come of it long after the input was over: whoever waits for it waits for ever. */
async function soon(reading: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('never settled')), LONGEST_WAIT);
  });
  await Promise.race([reading, late]).finally(() => clearTimeout(timer));
}

function requestOf(bytes: Uint8Array): Request {
  const half = bytes.length >> 1;
  const chunks = [bytes.subarray(0, half), bytes.subarray(half)]
    .filter(({ length }) => length > 0)
    .map((chunk) => Buffer.from(chunk));
  return Object.assign(Readable.from(chunks, { objectMode: false }), {
    headers: { 'content-type': TYPE },
    complete: true,
  }) as unknown as Request;
}

export const HTTP_TARGETS: readonly Target[] = [input, form];
