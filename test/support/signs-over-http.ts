/** What a running server signs without a seal, asked over HTTP as a business system asks. */
import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';
import { toHex } from '../../src/base/bytes.ts';
import { parseCertificate } from '../../src/pki/index.ts';
import type { ServerProcess } from './server-process.ts';
import { blankFile } from './sealing.ts';
import { verifyFile } from './pdf-verify.ts';

/** Within which a server knows what was changed where keys are kept, ms: far more than it takes. */
const KNOWN = 15_000;

/** Serial number of the certificate that a document was signed with, or the code of the problem. */
export type Signed = { readonly serialNumber: string } | { readonly code: string };

/** Has a PDF signed as PAdES by the caller's organisation, and sees that it is intact. */
export async function signOverHttp(server: ServerProcess, token: string, query: Record<string, string> = {}): Promise<Signed> {
  const asked = new URLSearchParams({ form: 'pades', item: 'x', cause: 'y', ...query });
  const answer = await fetch(`${server.url}/api/v1/signatures?${asked.toString()}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/pdf' },
    body: Buffer.from(blankFile(1)),
  });
  if (answer.status !== 201) return (await answer.json()) as { readonly code: string };
  const [signature] = verifyFile(new Uint8Array(await answer.arrayBuffer()));
  assert.equal(signature?.intact, true);
  return { serialNumber: signature.signer?.serialNumber ?? '' };
}

/** Sees that the next document is signed with a certificate (DER). */
export async function signsWith(server: ServerProcess, token: string, certificate: Uint8Array): Promise<void> {
  assert.deepEqual(await signOverHttp(server, token), { serialNumber: serialOf(certificate) });
}

/** Asks until a document is signed with a certificate (DER); what is signed meanwhile is signed with the one before, if anything is. */
export async function untilSignedWith(
  server: ServerProcess,
  token: string,
  { certificate, before = null }: { readonly certificate: Uint8Array; readonly before?: Uint8Array | null },
): Promise<void> {
  const end = Date.now() + KNOWN;
  for (;;) {
    await pause(200);
    const signed = await signOverHttp(server, token);
    if ('serialNumber' in signed && signed.serialNumber === serialOf(certificate)) return;
    if ('serialNumber' in signed) assert.equal(signed.serialNumber, before && serialOf(before));
    // A custody server knows first, and this side is told to come again.
    else assert.match(signed.code, /^(SIGNATURE_KEY_UNUSABLE|KEY_DEVICE_UNAVAILABLE)$/);
    assert.ok(Date.now() < end, JSON.stringify(signed));
  }
}

function serialOf(certificate: Uint8Array): string {
  return toHex(parseCertificate(certificate).serialNumber);
}
