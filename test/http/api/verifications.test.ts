import assert from 'node:assert/strict';
import request from 'supertest';
import type { VerificationDiagnostic } from '../../../src/documents/index.ts';
import type { DetailedReport, SimpleReport } from '../../../src/report/views/index.ts';
import type { VerificationReport } from '../../../src/report/index.ts';
import { extractText, needTool } from '../../support/pdf.ts';
import { blankFile } from '../../support/sealing.ts';
import { openApp, problem, type OpenApp } from '../../support/http.ts';

const PATH = '/api/v1/verifications';

describe('http: reports of verifications', function () {
  this.timeout(300_000);
  let app: OpenApp;
  before(async () => {
    app = await openApp();
  });
  after(() => app.close());

  const verify = async () => {
    const file = Buffer.from(blankFile(1));
    const response = await request(app.server).post(PATH).set('Content-Type', 'application/pdf').send(file).expect(200);
    return response.body as VerificationReport & { readonly id: string; readonly keptUntil: string };
  };
  const get = async <T>(path: string): Promise<T> => (await request(app.server).get(`${PATH}/${path}`).expect(200)).body as T;

  it('shows a report again by its id, as it was and in three views', async () => {
    const report = await verify();
    assert.equal(report.subIndication, 'NO_SIGNATURE');
    assert.deepEqual(await get(report.id), report);
    const simple = await get<SimpleReport>(`${report.id}?view=simple`);
    assert.deepEqual([simple.view, simple.problems[0]?.code], ['simple', 'NO_SIGNATURE']);
    const detailed = await get<DetailedReport>(`${report.id}?view=detailed`);
    assert.equal(detailed.checks[0]?.question.en, 'What does the register say of this licence?');
    const diagnostic = await get<VerificationDiagnostic>(`${report.id}?view=diagnostic`);
    assert.equal(diagnostic.document.sm3, report.document.sm3);
    assert.equal(diagnostic.register?.check.code, 'NOT_IN_REGISTER');
  });

  it('answers a verification by a view, and names where the report is kept', async () => {
    const file = Buffer.from(blankFile(1));
    const response = await request(app.server).post(`${PATH}?view=simple`).set('Content-Type', 'application/pdf').send(file);
    assert.equal((response.body as SimpleReport).view, 'simple');
    const place = response.headers['content-location'] ?? '';
    assert.ok(place.startsWith(`${PATH}/`));
    const kept = await request(app.server).get(`${place}?view=simple`).expect(200);
    assert.deepEqual(kept.body, response.body);
    problem(
      await request(app.server).post(`${PATH}?view=brief`).set('Content-Type', 'application/pdf').send(file),
      'REQUEST_INVALID',
    );
  });

  it('knows no report without its id, none whose time is over, and no other view', async () => {
    const { id, keptUntil } = await verify();
    problem(await request(app.server).get(`${PATH}/${'0'.repeat(44)}`), 'REPORT_NOT_FOUND');
    problem(await request(app.server).get(`${PATH}/codes`), 'REPORT_NOT_FOUND');
    problem(await request(app.server).get(`${PATH}/${id}?view=brief`), 'REQUEST_INVALID');
    const later = await openApp();
    try {
      later.advance(Date.parse(keptUntil) - Date.now() + 1);
      problem(await request(later.server).get(`${PATH}/${id}`), 'REPORT_NOT_FOUND');
    } finally {
      await later.close();
    }
  });

  it('says whether a report is to be had for print', async () => {
    const printable = async (server: OpenApp['server']): Promise<unknown> => {
      const response = await request(server)
        .post(PATH)
        .set('Content-Type', 'application/pdf')
        .send(Buffer.from(blankFile(1)))
        .expect(200);
      return (response.body as { readonly printable?: unknown }).printable;
    };
    assert.equal(await printable(app.server), true);
    const without = await openApp({
      change: (services) => ({ ...services, verification: { ...services.verification, prints: false } }),
    });
    try {
      assert.equal(await printable(without.server), false);
    } finally {
      await without.close();
    }
  });

  it('prints the address under which people see it again', async function () {
    needTool(this, 'pdftotext');
    const { id } = await verify();
    const response = await request(app.server).get(`${PATH}/${id}.pdf`).responseType('blob').expect(200);
    const text = extractText(new Uint8Array(response.body as Buffer)).replace(/\s/g, '');
    assert.ok(text.includes(`再次查看：https://licence.example${PATH}/${id}.pdf`), text);
  });

  it('prints a report, sealed so that it passes itself', async () => {
    const { id } = await verify();
    const response = await request(app.server).get(`${PATH}/${id}.pdf`).responseType('blob').expect(200);
    assert.equal(response.get('Content-Type'), 'application/pdf');
    assert.equal(response.get('X-Yinzheng-Evidence'), 'SES', 'nobody gives evidence here');
    const file = response.body as Buffer;
    const own = (await request(app.server).post(PATH).set('Content-Type', 'application/pdf').send(file).expect(200))
      .body as VerificationReport;
    assert.deepEqual([own.conclusion, own.demonstration, own.signatures.length], ['passed', true, 1]);
    problem(await request(app.server).get(`${PATH}/${'0'.repeat(44)}.pdf`), 'REPORT_NOT_FOUND');
    const production = await openApp({ demonstration: false });
    try {
      problem(await request(production.server).get(`${PATH}/${id}.pdf`), 'DEMONSTRATION_REFUSED');
    } finally {
      await production.close();
    }
  });

  it('does not write ids to the log', async () => {
    const { id } = await verify();
    await get(id);
    assert.match(app.log(), /\/api\/v1\/verifications\/\{id\}/);
    assert.ok(!app.log().includes(id));
  });
});
