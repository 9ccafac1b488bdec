/** Files of filed seals, from systems that no line connects. */
import { utf8 } from '../../src/base/bytes.ts';
import { readFilingFile, writeFilingFile, type FilingFile } from '../../src/services/seals/index.ts';
import { genuine } from '../genuine.ts';
import type { Target } from '../target.ts';

const FILED: FilingFile = {
  source: '6b1f0d6e-2f0c-4f0a-9c80-0d8f7a1c2b3d',
  seals: [
    {
      ...{ code: '99010000000003', name: '样例章', owner: '11990100MB0000027F', ownerName: '样例局', kind: 'special-purpose' },
      versions: [
        {
          ...{ number: 1, state: 'suspended', validFrom: '2026-01-01T00:00:00.000Z', validTo: '2031-01-01T00:00:00.000Z' },
          ...{ digest: 'ab'.repeat(32), seal: 'MAMCAQE=' },
        },
      ],
      filings: [
        {
          ...{ number: 1, step: 'suspend', version: 1, from: 'in-use', to: 'suspended', since: '2026-02-01T00:00:00.000Z' },
          ...{ at: '2026-02-01T00:00:00.000Z', cause: '停用', caseNumber: null },
        },
      ],
    },
  ],
};

const filingFile: Target = {
  name: 'filing-file',
  form: 'json',
  covers: ['services/seals/filings/file.ts#readFilingFile'],
  open: () => ({
    seeds: [utf8(writeFilingFile(FILED))],
    run(input) {
      const read = readFilingFile(Buffer.from(input).toString('utf8'));
      // What is read is written and read as the same.
      genuine([utf8(writeFilingFile(read))]).demand(utf8(writeFilingFile(readFilingFile(writeFilingFile(read)))), 'a file');
      return true;
    },
  }),
};

export const FILING_TARGETS: readonly Target[] = [filingFile];
