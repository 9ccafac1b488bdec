/** Everything that is fuzzed. */
import type { Target } from '../target.ts';
import { ANSWER_TARGETS } from './answers.ts';
import { ASN1_TARGETS } from './asn1.ts';
import { CERTIFICATE_TARGETS } from './certificates.ts';
import { CLAIM_TARGETS } from './claims.ts';
import { CLIENT_TARGETS } from './clients.ts';
import { CMS_TARGETS } from './cms.ts';
import { EVIDENCE_FILE_TARGETS } from './evidence-files.ts';
import { EVIDENCE_TARGETS } from './evidence.ts';
import { COLLECTING_TARGETS } from './collecting.ts';
import { FILING_TARGETS } from './filings.ts';
import { FILTER_TARGETS } from './filters.ts';
import { FONT_TARGETS } from './fonts.ts';
import { HTTP_TARGETS } from './http.ts';
import { JOURNAL_TARGETS } from './journal.ts';
import { KEY_FILE_TARGETS } from './key-files.ts';
import { PDF_TARGETS } from './pdf.ts';
import { PICTURE_TARGETS } from './pictures.ts';
import { PLACE_TARGETS } from './places.ts';
import { PREVIEW_TARGETS } from './previews.ts';
import { SEAL_TARGETS } from './seals.ts';
import { SHARING_TARGETS } from './sharing.ts';
import { SIGNATURE_TARGETS } from './signatures.ts';
import { STORAGE_TARGETS } from './storage.ts';
import { TABLE_TARGETS } from './tables.ts';
import { TEXT_TARGETS } from './texts.ts';

export const TARGETS: readonly Target[] = [
  ...ASN1_TARGETS,
  ...CERTIFICATE_TARGETS,
  ...ANSWER_TARGETS,
  ...CMS_TARGETS,
  ...EVIDENCE_TARGETS,
  ...EVIDENCE_FILE_TARGETS,
  ...SEAL_TARGETS,
  ...FILING_TARGETS,
  ...PLACE_TARGETS,
  ...TABLE_TARGETS,
  ...FILTER_TARGETS,
  ...PDF_TARGETS,
  ...PICTURE_TARGETS,
  ...PREVIEW_TARGETS,
  ...FONT_TARGETS,
  ...STORAGE_TARGETS,
  ...JOURNAL_TARGETS,
  ...KEY_FILE_TARGETS,
  ...TEXT_TARGETS,
  ...SIGNATURE_TARGETS,
  ...HTTP_TARGETS,
  ...CLIENT_TARGETS,
  ...CLAIM_TARGETS,
  ...COLLECTING_TARGETS,
  ...SHARING_TARGETS,
];
