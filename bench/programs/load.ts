/**
 * The load of `durable-issue`, a process of its own: signs in and issues licences, so many at a time.
 * Arguments: address, user name, password, number of licences, concurrency. Prints the rates of its thirds and one identifier.
 */
import { Agent, request, type IncomingMessage } from 'node:http';
import { licenceValues } from '../../test/support/sealed-licence.ts';

const [address = '', userName = '', password = '', count = '0', concurrency = '1'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(concurrency) });
/** What the licence itself knows is no field of the request. */
const FIELDS = ['法定代表人', '住所', '经营场所', '主体业态', '经营项目'] as const;

interface Answer {
  readonly status: number;
  readonly cookie: string;
  readonly body: unknown;
}

const signedIn = await post('/api/v1/session', { userName, password });
if (signedIn.status !== 201) throw new Error(`sign-in was answered ${signedIn.status}`);
const { csrfToken } = signedIn.body as { csrfToken: string };
const types = await call('GET', '/api/v1/licence-types', { cookie: signedIn.cookie });
const typeCode = firstCode(types.body);
const headers = { cookie: signedIn.cookie, 'x-csrf-token': csrfToken };

const windows = 3;
const rates: number[] = [];
let serial = Date.now() % 1_000_000;
let identifier = '';
for (let window = 0; window < windows; window++) {
  let left = Math.ceil(Number(count) / windows);
  const issued = left;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: Number(concurrency) }, async () => {
      while (left-- > 0) identifier = await issue(serial++);
    }),
  );
  rates.push((issued * 1000) / (performance.now() - start));
}
agent.destroy();
console.log(JSON.stringify({ rates, identifier }));

async function issue(number: number): Promise<string> {
  const licenceNumber = `JY2990100${String(number).padStart(8, '0')}`;
  const values = licenceValues('', '');
  const answer = await post(
    '/api/v1/licences',
    {
      typeCode,
      holders: [{ name: values['经营者名称'], codeType: '001', code: values['统一社会信用代码'] }],
      fields: Object.fromEntries(FIELDS.map((name) => [name, values[name]])),
      licenceNumber,
      purpose: { item: '食品经营许可', caseNumber: `CASE-${process.pid}-${number}`, cause: '新办' },
    },
    headers,
  );
  if (answer.status !== 201) throw new Error(`an issue was answered ${answer.status}: ${JSON.stringify(answer.body)}`);
  return (answer.body as { identifier: string }).identifier;
}

function firstCode(body: unknown): string {
  const list = Array.isArray(body) ? body : (body as { items: unknown[] }).items;
  return (list[0] as { code: string }).code;
}

function post(path: string, body: unknown, more: Record<string, string> = {}): Promise<Answer> {
  return call('POST', path, { 'content-type': 'application/json', ...more }, JSON.stringify(body));
}

function call(method: string, path: string, more: Record<string, string>, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${address}${path}`, { method, agent, headers: { ...more, 'content-length': Buffer.byteLength(body) } });
    sent.on('error', reject);
    sent.on('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        const cookie = (response.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
        resolve({ status: response.statusCode ?? 0, cookie, body: text === '' ? null : JSON.parse(text) });
      });
    });
    sent.end(body);
  });
}
