/**
 * `npm run bench:scale`: how long lists and searches take at the size of a province, each call by itself, as its 99th percentile: 100,000 seals
 * of 2,000 organisations, 5,000,000 rows of the log of stampings, over the embedded store with what is personal sealed. `-- --seals N --rows N`
 * takes other sizes. Filling the store takes most of the time, and some 10 GB in the folder for temporary files; `-- --store FOLDER` fills a
 * store there, keeps it, and measures what is there already when it is called again; `--fill` fills only.
 */
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEmbeddedStore } from '../src/adapters/embedded/index.ts';
import type { Actor } from '../src/domain/access/index.ts';
import { creditCodeCheck } from '../src/domain/identifier/index.ts';
import { withPlaceKeys, type OrganisationRecord } from '../src/domain/organisation/index.ts';
import type { SealRecord } from '../src/domain/seal/index.ts';
import { listOrganisations } from '../src/services/organisations/index.ts';
import { getSeal, listSeals } from '../src/services/seals/index.ts';
import { listStampings, stampingId } from '../src/services/stamping/log/index.ts';
import type { RecordWrite, StampingRecord } from '../src/services/storage/index.ts';
import { protect } from '../test/support/protected.ts';
import { BLOB_KEYS } from '../test/support/records.ts';
import { plainRow, tableOf, type Row } from './row.ts';

const { values } = parseArgs({
  options: {
    ...{ seals: { type: 'string', default: '100000' }, rows: { type: 'string', default: '5000000' } },
    ...{ store: { type: 'string' }, fill: { type: 'boolean', default: false } },
  },
});
const [SEALS, ROWS] = [Number(values.seals), Number(values.rows)];
const ORGANISATIONS = 2_000;
const AREAS = 200;
const AT_ONCE = 2_000;
const CALLS = 2_000;
const DAY = 86_400_000;
/** The log covers three years. */
const SPAN = 3 * 365 * DAY;
const NOW = Date.now();

/** As large as real ones are: an SESeal with a picture of 600 dpi. */
const SESEAL = Buffer.alloc(14_000, 7).toString('base64');
const random = { bytes: (length: number) => Uint8Array.from({ length }, () => Math.floor(Math.random() * 256)) };

const say = (text: string): void => void process.stderr.write(`${text}\n`);
const folder = values.store ?? (await mkdtemp(join(tmpdir(), 'yinzheng-scale-')));
/** Written when a store that is kept is full. */
const FILLED = `${folder}.filled`;
const store = await protect(await createEmbeddedStore({ folder, blobKeys: BLOB_KEYS, flush: 'never' }));
const { records } = store;
try {
  if (!existsSync(FILLED)) await fill();
  if (values.store !== undefined) await writeFile(FILLED, `${SEALS} seals, ${ROWS} rows\n`);
  if (!values.fill) process.stdout.write(`${tableOf(await measureAll())}\n`);
} finally {
  await store.close();
  if (values.store === undefined) await rm(folder, { recursive: true, force: true });
}

function organisationCode(index: number): string {
  const body = `11${areaOf(index)}MB${String(index).padStart(7, '0')}`;
  return `${body}${creditCodeCheck(body) ?? ''}`;
}

/** Counties of one province; the first organisation of each is the county itself. */
function areaOf(index: number): string {
  return `51${String(100 + (index % AREAS)).padStart(4, '0')}`;
}

function sealCode(index: number): string {
  return `${areaOf(index % ORGANISATIONS)}${String(index).padStart(8, '0')}`;
}

async function fill(): Promise<void> {
  say(`filling: ${ORGANISATIONS} organisations, ${SEALS} seals, ${ROWS} rows of the log …`);
  await write(ORGANISATIONS, (index) => ({ kind: 'insert', collection: 'organisations', record: organisation(index) }));
  await write(SEALS, (index) => ({ kind: 'insert', collection: 'seals', record: seal(index) }));
  await write(ROWS, (index) => ({ kind: 'insert', collection: 'stampings', record: stamping(index) }));
}

async function write(count: number, of: (index: number) => RecordWrite): Promise<void> {
  for (let from = 0; from < count; from += AT_ONCE) {
    await records.write(Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, index) => of(from + index)));
    if (from % 500_000 === 0 && from > 0) say(`  ${from}`);
  }
}

function organisation(index: number): OrganisationRecord {
  return withPlaceKeys({
    ...{ _id: organisationCode(index), schema: 1, version: 1, revision: 1, name: `样例机构${index}`, bodyClass: 'department' },
    ...{
      areaCode: areaOf(index),
      demonstration: true,
      line: null,
      superiors: { area: null, line: null },
      formerAreas: [],
      end: null,
    },
  });
}

function seal(index: number): SealRecord {
  const version = {
    ...{ number: 1, seal: SESEAL, sealDigest: 'ab'.repeat(32), certificate: SESEAL.slice(0, 1_200), keyId: 'k' },
    ...{ validFrom: '2026-01-01T00:00:00.000Z', validTo: '2031-01-01T00:00:00.000Z', madeAt: '2026-01-01T00:00:00.000Z' },
    state: 'in-use',
  } as const;
  return {
    ...{ _id: sealCode(index), schema: 1, version: 1, name: `样例机构${index % ORGANISATIONS}专用章` },
    ...{ owner: organisationCode(index % ORGANISATIONS), kind: 'special-purpose', width: 40, height: 40, demonstration: true },
    ...{ versions: [version], outbox: [], pending: false },
  };
}

function stamping(index: number): StampingRecord {
  // Rows come as stampings do, one after the other.
  const at = Math.floor(NOW - SPAN + (index * SPAN) / ROWS);
  // A few seals are used very often, most of them seldom.
  const used = Math.floor(SEALS * Math.random() ** 3);
  const owner = organisationCode(used % ORGANISATIONS);
  const time = new Date(at).toISOString();
  const applicant = `account-${used % 20_000}`;
  const actor: Actor = {
    person: applicant,
    organisation: owner,
    capacity: 'seal-user',
    onBehalfOf: null,
    client: 'web',
    session: 's',
  };
  return {
    ...{
      _id: stampingId({ clock: { now: () => at }, random }),
      schema: 1,
      version: 2,
      state: index % 50 === 0 ? 'failed' : 'done',
    },
    ...{ seal: sealCode(used), sealVersion: 1, organisation: owner, subject: null, applicant, caseNumber: `B-${index >> 2}` },
    ...{ digestBefore: 'cd'.repeat(32), digestAfter: 'ef'.repeat(32), signingTime: time, recordedAt: time, actor },
    ...{ purpose: { item: '证明', cause: '用章', caseNumber: `B-${index >> 2}` }, failure: null, outbox: [], pending: false },
  };
}

async function measureAll(): Promise<readonly Row[]> {
  const of = (capacity: Actor['capacity'], organisation: string | null): Actor => ({
    ...{ person: 'p', organisation, capacity, onBehalfOf: null, client: 'web', session: 's' },
  });
  const any = (count: number) => Math.floor(Math.random() * count);
  const owner = () => organisationCode(any(ORGANISATIONS));
  const keeper = () => of('seal-keeper', owner());
  const auditor = of('auditor', null);
  const maker = () => of('seal-maker', organisationCode(any(AREAS)));
  const page = { limit: 50 };
  const from = () => NOW - any(SPAN);
  const month = () => {
    const begin = from();
    return { from: begin, to: begin + 30 * DAY };
  };
  return [
    await measured('organisations-page', () =>
      listOrganisations(records, of('administrator', null), { limit: 100, after: owner() }),
    ),
    await measured('seals-own', () => listSeals(records, keeper(), page)),
    await measured('seals-area', () => listSeals(records, maker(), page)),
    await measured('seals-all', () =>
      listSeals(records, of('seal-maker', null), { limit: 50, after: `.${sealCode(any(SEALS))}` }),
    ),
    await measured('seal', () => getSeal(records, of('seal-maker', null), sealCode(any(SEALS)))),
    await measured('log-newest', () => listStampings(records, auditor, page)),
    await measured('log-period', () => listStampings(records, auditor, { ...page, ...month() })),
    await measured('log-seal', () => listStampings(records, auditor, { ...page, seal: sealCode(any(SEALS)) })),
    await measured('log-busiest-seal', () => listStampings(records, auditor, { ...page, seal: sealCode(0), ...month() })),
    await measured('log-organisation', () => listStampings(records, keeper(), page)),
    await measured('log-applicant', () => listStampings(records, auditor, { ...page, applicant: `account-${any(20_000)}` })),
    await measured('log-case', () => listStampings(records, auditor, { ...page, caseNumber: `B-${any(ROWS >> 2)}` })),
    await measured('log-organisation-failed', () => listStampings(records, keeper(), { ...page, result: 'failed' })),
    await measured('log-failed', () => listStampings(records, auditor, { ...page, result: 'failed', ...month() })),
  ];
}

/** The 99th percentile of the time that passes in one call, ms. */
async function measured(name: string, call: () => Promise<unknown>): Promise<Row> {
  say(`measuring ${name} …`);
  for (let warm = 0; warm < 50; warm++) await call();
  const times: number[] = [];
  for (let count = 0; count < CALLS; count++) {
    const begun = performance.now();
    await call();
    times.push(performance.now() - begun);
  }
  times.sort((left, right) => left - right);
  return plainRow(name, 'ms (p99)', times[Math.floor(CALLS * 0.99)] ?? 0);
}
