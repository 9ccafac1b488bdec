/** Heads of the journal, which are kept where others can write. */
import { prepareTrust } from '../../src/pki/index.ts';
import { canonicalJson, chainEvent } from '../../src/domain/journal/index.ts';
import { event, sm3 } from '../../test/support/records.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { makeToken } from '../../test/support/time-stamp.ts';
import { crypto, day, issue, trustIn } from '../../test/support/pki.ts';
import {
  encodeHeadStatement,
  judgeHead,
  parseHeadStatement,
  readHeadLine,
  verifyExport,
  writeHeadLine,
  type HeadLine,
} from '../../src/services/journal/heads/index.ts';
import { genuine } from '../genuine.ts';
import type { Target } from '../target.ts';

const HEAD = { store: '6b1f0d6e-2f0c-4f0a-9c80-0d8f7a1c2b3d', sequence: 70_000, hash: 'ab'.repeat(32), time: day(3) + 7 };
const PERIOD = { from: day(1), to: day(2), after: { sequence: 12, hash: 'cd'.repeat(32) } };

const statement: Target = {
  name: 'journal-statement',
  form: 'der',
  covers: ['services/journal/heads/statement.ts#parseHeadStatement'],
  open: () => ({
    seeds: [encodeHeadStatement({ ...HEAD, exported: null }), encodeHeadStatement({ ...HEAD, exported: PERIOD })],
    run(input) {
      // One spelling for one statement: what is read is what was written.
      genuine([encodeHeadStatement(parseHeadStatement(input))]).demand(input, 'a statement');
      return true;
    },
  }),
};

const line: Target = {
  name: 'journal-head-line',
  form: 'json',
  covers: ['services/journal/heads/line.ts#readHeadLine', 'services/journal/heads/judge.ts#judgeHead'],
  open({ seals: { root, signersCa }, authority: { authority } }) {
    const signer = issue(signersCa, { profile: 'journal-head' });
    const trust = prepareTrust(trustIn({ anchors: [root], intermediates: [signersCa] }), crypto);
    const written = encodeHeadStatement({ ...HEAD, exported: null });
    const signature = signer.sign(written);
    const timeStamp = makeToken(authority, signature, day(3));
    const signed = genuine([written]);
    const policy = { revocation: 'if-known', acceptDemonstration: true } as const;
    const made = writeHeadLine({ statement: written, signature, certificate: signer.certificate.raw, timeStamp });
    return {
      seeds: [utf8(made)],
      run(input) {
        const text = Buffer.from(input).toString('utf8');
        const verdict = judgeHead(text, { trust, policy, crypto, at: day(4), known: [] });
        if (verdict.fault === null) signed.demand(readHeadLine(text).statement, 'a head');
        return verdict.fault === null;
      },
    };
  },
};

const exported: Target = {
  name: 'journal-export',
  form: 'json',
  covers: ['services/journal/heads/export.ts#verifyExport', 'services/journal/verify.ts#checkEntry'],
  open({ seals: { root, signersCa }, authority: { authority } }) {
    const signer = issue(signersCa, { profile: 'journal-head' });
    const trust = prepareTrust(trustIn({ anchors: [root], intermediates: [signersCa] }), crypto);
    const policy = { revocation: 'if-known', acceptDemonstration: true } as const;
    const first = chainEvent(PERIOD.after, event('licences/1/1'), sm3);
    const second = chainEvent(first, event('licences/2/1'), sm3);
    const tbs = encodeHeadStatement({ ...HEAD, sequence: second.sequence, hash: second.hash, exported: PERIOD });
    const signature = signer.sign(tbs);
    const timeStamp = makeToken(authority, signature, day(3));
    const head = writeHeadLine({ statement: tbs, signature, certificate: signer.certificate.raw, timeStamp });
    const entries = [first, second].map(canonicalJson);
    const made = genuine(entries.map(utf8));
    return {
      seeds: [utf8(entries.join('\n')), utf8(`${entries[0] ?? ''}\n{}`)],
      // Below a genuine head, for the other target changes that.
      async run(input) {
        const texts = Buffer.from(input).toString('utf8').split('\n');
        const terms = { trust, policy, crypto, at: day(4), known: [], sm3 };
        const { fault } = await verifyExport(linesOf([head, ...texts]), terms);
        if (fault !== null) return false;
        for (const text of texts) made.demand(utf8(canonicalJson(JSON.parse(text))), 'an entry');
        return true;
      },
    };
  },
};

async function* linesOf(texts: readonly string[]): AsyncIterable<HeadLine> {
  await Promise.resolve();
  for (const [index, text] of texts.entries()) yield { place: 'export', number: index + 1, text, whole: true };
}

export const JOURNAL_TARGETS: readonly Target[] = [statement, line, exported];
