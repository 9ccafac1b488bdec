/** pyHanko, an independent implementation of PDF signatures, validates files of tests; `pip install pyhanko` makes it available. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Instant } from '../../src/base/time.ts';
import { temporaryFolder } from './temporary.ts';

/** What pyHanko says of one signature. */
export interface PyhankoStatus {
  readonly field: string;
  readonly intact: boolean;
  readonly valid: boolean;
  readonly trusted: boolean;
  /** Of the modifications after signing: NONE, LTA_UPDATES, FORM_FILLING, ANNOTATIONS, OTHER. */
  readonly modification: string | null;
  readonly docmdp: boolean | null;
  readonly bottomLine: boolean;
  readonly coverage: string;
}

const SCRIPT = `
import json, sys
from datetime import datetime, timezone
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
path, root, moment, field = sys.argv[1:]
with open(path, 'rb') as stream:
    reader = PdfFileReader(stream)
    [signature] = [s for s in reader.embedded_signatures if s.field_name == field]
    context = ValidationContext(trust_roots=[load_cert_from_pemder(root)], allow_fetching=False,
        moment=datetime.fromtimestamp(int(moment), tz=timezone.utc), best_signature_time=datetime.fromtimestamp(int(moment), tz=timezone.utc))
    status = validate_pdf_signature(signature, signer_validation_context=context)
    print(json.dumps({
        'field': field, 'intact': status.intact, 'valid': status.valid, 'trusted': status.trusted,
        'modification': status.modification_level and status.modification_level.name,
        'docmdp': status.docmdp_ok, 'bottomLine': status.bottom_line, 'coverage': status.coverage.name,
    }))
`;

/** Skips a test where pyHanko is not installed. */
export function needPyhanko(context: Mocha.Context): void {
  if (spawnSync('python3', ['-c', 'import pyhanko']).status === 0) return;
  if (context.test) context.test.title += ' (skipped: no pyhanko for python3)';
  context.skip();
}

/** Validates the signature in a field, trusting `root` (DER), as of an instant. */
export function validateWithPyhanko(
  bytes: Uint8Array,
  { field, root, at }: { readonly field: string; readonly root: Uint8Array; readonly at: Instant },
): PyhankoStatus {
  const folder = temporaryFolder();
  const path = join(folder, 'signed.pdf');
  writeFileSync(path, bytes);
  writeFileSync(join(folder, 'root.der'), root);
  const { stdout, stderr } = spawnSync(
    'python3',
    ['-c', SCRIPT, path, join(folder, 'root.der'), String(Math.floor(at / 1000)), field],
    {
      encoding: 'utf8',
    },
  );
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as PyhankoStatus;
}
