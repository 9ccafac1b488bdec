import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { createVerifierPool, type VerifierPool } from '../../../src/adapters/isolation/index.ts';
import { createZlib } from '../../../src/adapters/platform/zlib.ts';
import { latin1 } from '../../../src/base/bytes.ts';
import { createNativeProvider } from '../../../src/crypto/native/index.ts';
import { verifyWithDiagnostic } from '../../../src/documents/index.ts';
import { prepareTrust } from '../../../src/pki/index.ts';
import { temporaryFolder } from '../../support/temporary.ts';

const PROGRAM = fileURLToPath(new URL('../../support/verifier-thread.mjs', import.meta.url));
const POLICY = { revocation: 'require', acceptDemonstration: false } as const;
const QUESTION = { at: Date.parse('2026-06-01T00:00:00Z'), proofOfExistence: null };

/** A PDF of one empty page and so many further objects. */
function pdfOf(objects: number): Uint8Array {
  const parts = ['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[3 0 R]/Count 1>>'];
  parts.push('<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>');
  const filler = `[${'[]'.repeat(200)}]`;
  for (let index = 0; index < objects; index++) parts.push(filler);
  let body = '%PDF-1.7\n';
  const offsets = parts.map((part, index) => {
    const offset = body.length;
    body += `${index + 1} 0 obj\n${part}\nendobj\n`;
    return offset;
  });
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  return latin1(
    `${body}xref\n0 ${parts.length + 1}\n0000000000 65535 f \n${entries}` +
      `trailer\n<</Size ${parts.length + 1}/Root 1 0 R>>\nstartxref\n${body.length}\n%%EOF\n`,
  );
}

describe('verifying apart', function () {
  this.timeout(300_000);
  const settings = { trustFolder: temporaryFolder(), policy: POLICY };
  let pool: VerifierPool;
  before(() => {
    pool = createVerifierPool({ program: PROGRAM, settings, threads: 1 });
  });
  after(() => pool.close());

  it('gives the report that this process would', async () => {
    const bytes = pdfOf(0);
    const crypto = createNativeProvider();
    const trust = prepareTrust({ anchors: [], intermediates: [], revocationLists: [], sealMakers: [] }, crypto);
    const here = verifyWithDiagnostic({ crypto, zlib: createZlib() }, bytes, { ...QUESTION, trust, policy: POLICY });
    assert.deepEqual(await pool.verify(bytes, QUESTION), here);
  });

  it('keeps typed errors as they are', async () => {
    await assert.rejects(pool.verify(latin1('no document'), QUESTION), { code: 'DOCUMENT_UNRECOGNISED' });
    const cut = pdfOf(0).subarray(0, 120);
    await assert.rejects(pool.verify(cut, QUESTION), { name: 'YinzhengError', code: 'PDF_MALFORMED' });
  });

  it('ends what takes too long, and goes on with the next', async () => {
    const hasty = createVerifierPool({ program: PROGRAM, settings, threads: 1, longest: 1 });
    try {
      // Even starting the thread takes longer than that.
      await assert.rejects(hasty.verify(pdfOf(2000), QUESTION), { code: 'DOCUMENT_TOO_COSTLY' });
    } finally {
      await hasty.close();
    }
    assert.equal((await pool.verify(pdfOf(2000), QUESTION)).report.conclusion, 'indeterminate');
  });

  it('refuses more than may wait, and answers those who do', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 80 }, () => pool.verify(pdfOf(0), QUESTION)));
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    assert.equal(refused.length, 80 - 65);
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') assert.equal((outcome.reason as { code: string }).code, 'SERVICE_BUSY');
      else assert.equal(outcome.value.report.subIndication, 'NO_SIGNATURE');
    }
  });
});
