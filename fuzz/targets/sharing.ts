/** What systems, administrators and whoever has a package of evidence hand in. */
import { utf8 } from '../../src/base/bytes.ts';
import { readTar, writeTar } from '../../src/base/tar/index.ts';
import { readDate, readProfile } from '../../src/domain/sharing/index.ts';
import { prepareTrust } from '../../src/pki/index.ts';
import { readSharingTerms } from '../../src/services/clients/index.ts';
import { verifyEvidencePackage } from '../../src/services/evidence-packages/index.ts';
import { digestLines, readDigestLines } from '../../src/services/evidence-packages/layout.ts';
import { SHARING_PROFILES } from '../../src/services/sharing/index.ts';
import { checkStatement, noticeStatement, packageStatement, parsePackageStatement } from '../../src/services/statements/index.ts';
import { createZlib } from '../../src/adapters/platform/zlib.ts';
import { crypto } from '../../test/support/pki.ts';
import { attempt } from '../attempt.ts';
import { genuine } from '../genuine.ts';
import type { Target } from '../target.ts';

const TIME = Date.parse('2026-03-01T00:00:00Z');
const PACKAGE = packageStatement({
  ...{ store: '00000000-0000-4000-8000-000000000000', licence: '1.2.156.3005.2.X', manifest: 'ab'.repeat(32) },
  time: '2026-03-01T00:00:00.000Z',
});
const NOTICE = noticeStatement({
  ...{ url: 'https://hooks.example/x', digest: `${'A'.repeat(43)}=`, created: 1_800_000_000, nonce: '0'.repeat(32) },
  keyId: '0123456789abcdef',
});

const statements: Target = {
  name: 'service-statements',
  form: 'text',
  covers: ['services/statements/statement.ts#checkStatement', 'services/statements/statement.ts#parsePackageStatement'],
  open: () => ({
    seeds: [PACKAGE, NOTICE],
    run(input) {
      checkStatement(input);
      const read = attempt(() => parsePackageStatement(input));
      // It has one spelling: what is read is written the same.
      if (read) genuine([packageStatement(read)]).demand(input, 'a statement');
      return true;
    },
  }),
};

const archives: Target = {
  name: 'tar',
  form: 'bytes',
  covers: ['base/tar/index.ts#readTar'],
  open: () => ({
    seeds: [
      writeTar(
        [
          { path: 'content/a.json', bytes: utf8('{}') },
          { path: 'b', bytes: new Uint8Array(600) },
        ],
        TIME,
      ),
    ],
    run(input) {
      const { members, time } = readTar(input);
      genuine([writeTar(members, time)]).demand(input, 'an archive');
      return true;
    },
  }),
};

const packages: Target = {
  name: 'evidence-packages',
  form: 'bytes',
  covers: ['services/evidence-packages/verify.ts#verifyEvidencePackage', 'services/evidence-packages/layout.ts#readDigestLines'],
  open() {
    const content = [
      { path: 'content/licence.json', bytes: utf8('{"_id":"x","editions":[],"events":[]}') },
      { path: 'content/journal/entries.jsonl', bytes: utf8('{"sequence":1,"previous":"","event":{}}\n') },
      { path: 'content/files/a.pdf', bytes: utf8('%PDF-1.7') },
    ];
    const around = [
      { path: 'manifest.txt', bytes: digestLines(content, crypto) },
      { path: 'signature/statement.txt', bytes: PACKAGE },
    ];
    const trust = prepareTrust({ anchors: [], intermediates: [], revocationLists: [], sealMakers: [] }, crypto);
    const engine = { crypto, zlib: createZlib({ smallest: false }) };
    const policy = { revocation: 'if-known', acceptDemonstration: true } as const;
    return {
      seeds: [writeTar([...around, { path: 'SM3SUMS', bytes: digestLines(around, crypto) }, ...content], TIME)],
      run(input) {
        readDigestLines(input);
        // Nobody signed it: that every list is right is as far as one without a signature comes.
        const { conclusion, checks } = verifyEvidencePackage({ engine, trust, policy, at: TIME }, input);
        if (conclusion === 'passed') throw new Error('a package that nobody signed has passed');
        return checks.some(({ id, outcome }) => id === 'digests' && outcome === 'passed');
      },
    };
  },
};

const terms: Target = {
  name: 'sharing-terms',
  form: 'text',
  covers: ['services/clients/sharing-terms.ts#readSharingTerms', 'domain/sharing/profile.ts#readProfile'],
  open: () => ({
    seeds: [
      utf8(
        '{"types":[{"code":"11990000MB0000019F001","fields":["x"],"files":true}],"matters":["y"],"directory":true,"sandbox":false}',
      ),
      utf8('20240229'),
      utf8(JSON.stringify(SHARING_PROFILES[0])),
    ],
    run(input) {
      const text = new TextDecoder().decode(input);
      const day = readDate({ dates: 'YYYYMMDD', longTerm: '长期' }, text);
      const profile = isProfile(text);
      const read = attempt(() => readSharingTerms(input));
      return day !== null || profile || read !== null;
    },
  }),
};

function isProfile(text: string): boolean {
  try {
    readProfile(JSON.parse(text));
    return true;
  } catch (error) {
    if (error instanceof TypeError || error instanceof SyntaxError) return false;
    throw error;
  }
}

/** The targets of this file. */
export const SHARING_TARGETS: readonly Target[] = [statements, archives, packages, terms];
