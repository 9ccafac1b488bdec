/**
 * The load of `authorised-stamp`, a process of its own: two keepers grant a seal for a number of uses, so that custody's ledger has to count
 * each, and a user of the seal stamps documents, so many at a time.
 * Arguments: address, accounts as JSON by user name, number of documents, concurrency. Prints the rates of its thirds.
 */
import { Agent, request, type IncomingMessage } from 'node:http';
import { blankFile } from '../../test/support/sealing.ts';

const [address = '', accounts = '{}', count = '0', concurrency = '1'] = process.argv.slice(2);
const agent = new Agent({ keepAlive: true, maxSockets: Number(concurrency) });
const passwords = JSON.parse(accounts) as Readonly<Record<string, string>>;
const SEAL = '99010000000003';
const DAY = 86_400_000;
const JSON_TYPE = { 'content-type': 'application/json' } as const;

interface Answer {
  readonly status: number;
  readonly cookie: string;
  readonly body: Buffer;
}

type Headers = Readonly<Record<string, string>>;

const [keeper, supervisor, sealer] = [await signIn('keeper'), await signIn('supervisor'), await signIn('sealer')];
const { id } = await ask('seal-grants', keeper, {
  ...{
    seal: SEAL,
    users: ['sealer'],
    documents: true,
    uses: 1_000_000,
    approval: 'automatic',
    purpose: { item: 'x', cause: 'y' },
  },
  ...{ validFrom: new Date(Date.now() - DAY).toISOString(), validTo: new Date(Date.now() + DAY).toISOString() },
});
await ask(`seal-grants/${id}/confirmation`, supervisor, {});
await ask(`seal-grants/demonstration-${SEAL}/end`, keeper, { reason: 'x' });

const document = Buffer.from(blankFile(1));
const windows = 3;
const rates: number[] = [];
for (let window = 0; window < windows; window++) {
  let left = Math.ceil(Number(count) / windows);
  const stamped = left;
  const start = performance.now();
  await Promise.all(
    Array.from({ length: Number(concurrency) }, async () => {
      while (left-- > 0) await stamp();
    }),
  );
  rates.push((stamped * 1000) / (performance.now() - start));
}
agent.destroy();
console.log(JSON.stringify({ rates }));

async function stamp(): Promise<void> {
  const path = `/api/v1/stamps?seal=${SEAL}&page=1&x=100&y=100&item=x&cause=y`;
  const { status, body } = await call(path, { 'content-type': 'application/pdf', ...sealer }, document);
  if (status !== 201) throw new Error(`a stamp was answered ${status}: ${body.toString('utf8')}`);
}

async function signIn(userName: string): Promise<Headers> {
  const body = JSON.stringify({ userName, password: passwords[userName] ?? '' });
  const answer = await call('/api/v1/session', JSON_TYPE, Buffer.from(body));
  if (answer.status !== 201) throw new Error(`sign-in was answered ${answer.status}`);
  const { csrfToken } = JSON.parse(answer.body.toString('utf8')) as { readonly csrfToken: string };
  return { cookie: answer.cookie, 'x-csrf-token': csrfToken };
}

async function ask(path: string, headers: Headers, body: object): Promise<{ readonly id: string }> {
  const answer = await call(`/api/v1/${path}`, { ...JSON_TYPE, ...headers }, Buffer.from(JSON.stringify(body)));
  if (answer.status >= 300) throw new Error(`${path} was answered ${answer.status}: ${answer.body.toString('utf8')}`);
  return JSON.parse(answer.body.toString('utf8')) as { readonly id: string };
}

function call(path: string, headers: Headers, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(`${address}${path}`, { method: 'POST', agent, headers: { ...headers, 'content-length': body.length } });
    sent.on('error', reject);
    sent.on('response', (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => void chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const cookie = (response.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
        resolve({ status: response.statusCode ?? 0, cookie, body: Buffer.concat(chunks) });
      });
    });
    sent.end(body);
  });
}
