/** How fresh the status of a certificate must be: that of CAs rests on the list of a root that is offline, older than what it proves. */
import assert from 'node:assert/strict';
import { buildPath, prepareTrust, type CertificateList } from '../../../src/pki/index.ts';
import { crypto, day, issue, makeRevocationList, makeRoot, trustIn } from '../../support/pki.ts';

const root = makeRoot();
const ca = issue(root, { profile: 'authority', name: { commonName: 'CA' } });
const signer = issue(ca);

/** When the signature is proven to exist. */
const PROVEN_AT = day(100);
/** What the CA says of the signer after that. */
const ofSigner = makeRevocationList(ca, { thisUpdate: PROVEN_AT + 1000, nextUpdate: day(107) });

function judge(...lists: readonly CertificateList[]): readonly (string | null)[] {
  const trust = prepareTrust(trustIn({ anchors: [root], intermediates: [ca], revocationLists: lists }), crypto);
  const { checks } = buildPath({
    ...{ target: signer.certificate, extra: [], trust, crypto, at: PROVEN_AT },
    policy: { revocation: 'require', acceptDemonstration: false },
  });
  const check = checks.find(({ id }) => id === 'revocation');
  const statuses = (check?.evidence?.['certificates'] ?? []) as readonly { readonly status: string }[];
  return [check?.code ?? check?.outcome ?? null, ...statuses.map(({ status }) => status)];
}

describe('the freshness of what is said of certificates', () => {
  it('is enough for a CA when the list of its root was current then, however long before it was made', () => {
    for (const [from, to] of [
      [0, 365],
      [99, 101],
      [0, 100.5],
    ] as const) {
      const ofCa = makeRevocationList(root, { thisUpdate: day(from), nextUpdate: day(to) });
      assert.deepEqual(judge(ofCa, ofSigner), ['passed', 'good', 'good'], `${from} to ${to}`);
    }
  });

  it('is not enough when that list had ended, or there is none', () => {
    const ended = makeRevocationList(root, { thisUpdate: day(0), nextUpdate: day(99) });
    assert.deepEqual(judge(ended, ofSigner), ['TRY_LATER', 'good', 'stale']);
    assert.deepEqual(judge(ofSigner), ['TRY_LATER', 'good', 'unknown']);
  });

  it('gives way to a later list of the root, whatever the older one says', () => {
    const before = makeRevocationList(root, { thisUpdate: day(0), nextUpdate: day(365) });
    const later = (at: number, invalidityDate?: number) =>
      makeRevocationList(root, {
        ...{ thisUpdate: day(200), nextUpdate: day(365), number: 2 },
        revoked: [{ identity: ca, at: day(at), ...(invalidityDate !== undefined && { invalidityDate: day(invalidityDate) }) }],
      });
    // revoked before what is proven, found out to have been unsafe before it, and only after it
    assert.deepEqual(judge(before, later(50), ofSigner), ['REVOKED_CA_NO_POE', 'good', 'revoked']);
    assert.deepEqual(judge(before, later(150, 50), ofSigner), ['REVOKED_CA_NO_POE', 'good', 'revoked']);
    assert.deepEqual(judge(before, later(150), ofSigner), ['passed', 'good', 'revoked-later']);
  });

  it('is told of a signer by what was said after the proof, and by an older list only while that was current', () => {
    const ofCa = makeRevocationList(root, { thisUpdate: day(0), nextUpdate: day(365) });
    const older = makeRevocationList(ca, { thisUpdate: day(90), nextUpdate: day(97) });
    assert.deepEqual(judge(ofCa, older), ['TRY_LATER', 'stale', 'good']);
    assert.deepEqual(judge(ofCa, older, ofSigner), ['passed', 'good', 'good']);
  });
});
