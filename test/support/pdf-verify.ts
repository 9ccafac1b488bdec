/** Verifies PDFs in tests, trusting what the test says. */
import assert from 'node:assert/strict';
import { createZlib } from '../../src/adapters/platform/zlib.ts';
import type { Bilingual } from '../../src/base/errors/index.ts';
import type { Instant } from '../../src/base/time.ts';
import { verifyPdf } from '../../src/pdf/verify/index.ts';
import { prepareTrust, type TrustMaterial } from '../../src/pki/index.ts';
import type { Check, CheckId, SignatureReport } from '../../src/report/index.ts';
import { crypto, day, trustIn } from './pki.ts';

export const zlib = createZlib({ smallest: false });

/** The reports of a file's signatures, judged at `day(20)` unless told otherwise; revocation is not asked for. */
export function verifyFile(
  bytes: Uint8Array,
  material: TrustMaterial = trustIn({}),
  at: Instant = day(20),
): readonly SignatureReport[] {
  const policy = { revocation: 'if-known', acceptDemonstration: false } as const;
  return verifyPdf(bytes, { trust: prepareTrust(material, crypto), at, crypto, zlib, policy }).signatures;
}

/** One check of a report. */
export function checkOf(report: SignatureReport | undefined, id: CheckId): Check | undefined {
  return report?.checks.find((check) => check.id === id);
}

/** The reasons why changes were not explained, in English; each must be there in Chinese too. */
export function reasonsOf(report: SignatureReport | undefined): readonly string[] {
  const unexplained = checkOf(report, 'changes')?.evidence?.unexplained;
  const reasons = Array.isArray(unexplained) ? unexplained.map(({ reason }: { reason: Bilingual }) => reason) : [];
  for (const { en, zh } of reasons) assert.match(zh, /\p{Script=Han}/u, en);
  return reasons.map(({ en }) => en);
}
