/** Evidence that holders and counters attach to objections: recognised by its first bytes, and never read further. */
import { utf8 } from '../../src/base/bytes.ts';
import { recogniseAttachment } from '../../src/domain/objection/index.ts';
import type { Target } from '../target.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52];

const objectionAttachment: Target = {
  name: 'objection-attachment',
  form: 'bytes',
  covers: ['domain/objection/recognise.ts#recogniseAttachment'],
  open: () => ({
    seeds: [utf8('%PDF-1.7\n'), Uint8Array.from(PNG), Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16)],
    run: (input) => recogniseAttachment(input) !== null,
  }),
};

export const EVIDENCE_FILE_TARGETS: readonly Target[] = [objectionAttachment];
