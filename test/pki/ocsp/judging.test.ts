/** Certification paths judged by OCSP answers: who may answer, for which time, and what weighs against what. */
import assert from 'node:assert/strict';
import { OID } from '../../../src/asn1/index.ts';
import {
  buildPath,
  encodeOcspResponse,
  extendedKeyUsageExtension,
  prepareTrust,
  withValidationData,
  type BasicOcspResponse,
  type CertificateList,
  type PathResult,
} from '../../../src/pki/index.ts';
import { makeOcspResponse, makeResponder } from '../../support/ocsp.ts';
import { crypto, day, issue, makeChain, makeRevocationList, makeRoot, trustIn, type TestIdentity } from '../../support/pki.ts';

const { root, ca, signer } = makeChain();
const responder = makeResponder(ca);
/** The CA itself is spoken of by the root's list, so that the signer's answer decides. */
const ROOT_LIST = makeRevocationList(root);

function judge(
  answers: readonly BasicOcspResponse[],
  options: {
    readonly lists?: readonly CertificateList[];
    readonly at?: number;
    readonly target?: TestIdentity;
    readonly carried?: boolean;
  } = {},
): PathResult {
  const ocspResponses = answers.map(({ raw }) => encodeOcspResponse(raw));
  const material = trustIn({ anchors: [root], intermediates: [ca], revocationLists: [ROOT_LIST, ...(options.lists ?? [])] });
  const trust = options.carried
    ? withValidationData(prepareTrust(material, crypto), { certificates: [], revocationLists: [], ocspResponses }, { crypto })
    : prepareTrust({ ...material, ocspResponses }, crypto);
  const { certificate: target } = options.target ?? signer;
  const policy = { revocation: 'require', acceptDemonstration: false } as const;
  return buildPath({ target, trust, crypto, at: options.at ?? day(10), policy });
}

function evidenceOf({ checks: [, revocation] }: PathResult): Record<string, unknown> {
  const { certificates } = revocation.evidence as { readonly certificates: readonly Record<string, unknown>[] };
  assert.ok(certificates[0]);
  return certificates[0];
}

function assertCode(result: PathResult, outcome: PathResult['outcome'], code: string | null): void {
  assert.deepEqual([result.outcome, result.code], [outcome, code]);
}

describe('a path judged by OCSP', () => {
  it('passes by an answer of its issuer or of a responder, named by name or key, given or carried', () => {
    assertCode(judge([]), 'indeterminate', 'TRY_LATER');
    for (const by of [ca, responder]) {
      for (const namedBy of ['name', 'key'] as const) {
        for (const digest of ['sha1', 'sha256', 'sm3'] as const) {
          assertCode(judge([makeOcspResponse(ca, signer, { responder: by, namedBy, digest })]), 'passed', null);
        }
      }
    }
    const carried = judge([makeOcspResponse(ca, signer, { responder })], { carried: true });
    assertCode(carried, 'passed', null);
    const evidence = evidenceOf(carried);
    assert.deepEqual(
      [evidence['source'], evidence['status'], evidence['producedAt']],
      ['ocsp', 'good', '2026-01-01T00:00:00.000Z'],
    );
    assert.match(String(evidence['responder']), /^CN=Test /);
  });

  it('does not by answers of others', () => {
    const elsewhere = makeRoot();
    const nobody = [
      makeOcspResponse(ca, signer, { responder: root }),
      makeOcspResponse(ca, signer, { responder: signer }),
      makeOcspResponse(ca, signer, { responder: issue(ca) }),
      makeOcspResponse(ca, signer, { responder: makeResponder(root) }),
      makeOcspResponse(ca, signer, { responder: makeResponder(elsewhere) }),
      makeOcspResponse(ca, signer, { responder, within: [] }),
      makeOcspResponse(ca, signer, { responder, within: [ca] }),
      makeOcspResponse(ca, signer, {
        responder: issue(ca, { extensions: (usual) => [...usual, extendedKeyUsageExtension([OID.timeStamping], 'critical')] }),
      }),
      // the certificate of a responder of the issuer's name, but not signed by it
      makeOcspResponse(ca, signer, {
        responder: makeResponder(makeRoot({ name: { country: 'CN', organisation: '测试机构', commonName: 'Test CA' } })),
      }),
      makeOcspResponse(ca, signer, {
        responder,
        tamper: (signature) => signature.map((octet, at) => (at === 20 ? octet ^ 1 : octet)),
      }),
      // the responder had ended when it answered
      makeOcspResponse(ca, signer, {
        responder: makeResponder(ca, { notAfter: day(5) }),
        thisUpdate: day(6),
        producedAt: day(6),
      }),
      // about another certificate, or one of another issuer
      makeOcspResponse(ca, issue(ca), { responder }),
      makeOcspResponse(root, signer, { responder: root }),
    ];
    for (const [index, answer] of nobody.entries()) {
      const result = judge([answer]);
      assert.deepEqual([index, result.code], [index, 'TRY_LATER']);
      assert.equal(evidenceOf(result)['status'], 'unknown');
    }
  });

  it('does not by a responder that was revoked, unless nobody need ask about it', () => {
    const asked = makeResponder(ca, { extensions: (usual) => usual.filter(({ oid }) => oid !== OID.ocspNoCheck) });
    const revoked = makeRevocationList(ca, {
      revoked: [
        { identity: asked, at: day(1) },
        { identity: responder, at: day(1) },
      ],
      nextUpdate: day(2),
    });
    assertCode(judge([makeOcspResponse(ca, signer, { responder: asked })]), 'passed', null);
    assertCode(judge([makeOcspResponse(ca, signer, { responder: asked })], { lists: [revoked] }), 'indeterminate', 'TRY_LATER');
    assertCode(judge([makeOcspResponse(ca, signer, { responder })], { lists: [revoked] }), 'passed', null);
  });

  it('is good only for the time an answer covers', () => {
    const answer = (thisUpdate: number, nextUpdate: number | null, more = {}) =>
      judge([makeOcspResponse(ca, signer, { responder, thisUpdate, nextUpdate, ...more })]);
    assertCode(answer(day(9), day(11)), 'passed', null);
    // said later, and it was not revoked even then
    assertCode(answer(day(20), day(21)), 'passed', null);
    assertCode(answer(day(20), null), 'passed', null);
    const stale = answer(day(8), day(9));
    assertCode(stale, 'indeterminate', 'TRY_LATER');
    assert.deepEqual([evidenceOf(stale)['status'], evidenceOf(stale)['nextUpdate']], ['stale', '2026-01-10T00:00:00.000Z']);
    assertCode(answer(day(9), null), 'indeterminate', 'TRY_LATER');
    // said of a time that had not come
    assertCode(answer(day(9), day(11), { producedAt: day(8) }), 'indeterminate', 'TRY_LATER');
  });

  it('counts later answers about expired certificates only where the responder still speaks of them', () => {
    const short = issue(ca, { notAfter: day(15) });
    const answer = (archiveCutoff: number | null) =>
      judge([makeOcspResponse(ca, short, { responder, thisUpdate: day(20), nextUpdate: day(21), archiveCutoff })], {
        target: short,
      });
    assertCode(answer(null), 'indeterminate', 'TRY_LATER');
    assertCode(answer(day(16)), 'indeterminate', 'TRY_LATER');
    assertCode(answer(day(0)), 'passed', null);
  });

  it('fails by an answer that says revoked, with reason and invalidity date, whatever else says good', () => {
    const revoked = makeOcspResponse(ca, signer, {
      responder,
      status: { kind: 'revoked', revokedAt: day(12), reason: 1 },
      ...{ thisUpdate: day(12), nextUpdate: day(13), invalidityDate: day(9) },
    });
    const good = makeOcspResponse(ca, signer, { responder });
    for (const answers of [[revoked], [revoked, good], [good, revoked]]) {
      const result = judge(answers, { lists: [makeRevocationList(ca)] });
      assertCode(result, 'indeterminate', 'REVOKED_NO_POE');
      assert.deepEqual(result.revocation, {
        ...{ serialNumber: signer.certificate.serialNumber, revokedAt: day(12), reason: 1, invalidityDate: day(9) },
      });
      const evidence = evidenceOf(result);
      assert.deepEqual([evidence['reason'], evidence['invalidityDate']], ['keyCompromise', '2026-01-10T00:00:00.000Z']);
    }
    assertCode(judge([revoked, good], { at: day(8) }), 'passed', null);
    assert.equal(evidenceOf(judge([revoked], { at: day(8) }))['status'], 'revoked-later');
  });

  it('fails by a list that says revoked, though an answer says good', () => {
    const list = makeRevocationList(ca, { revoked: [{ identity: signer, at: day(5) }] });
    assertCode(
      judge([makeOcspResponse(ca, signer, { responder, thisUpdate: day(10) })], { lists: [list] }),
      'indeterminate',
      'REVOKED_NO_POE',
    );
  });

  it('tells when to ask again where the responder does not know the certificate', () => {
    const unknown = makeOcspResponse(ca, signer, {
      responder,
      status: { kind: 'unknown' },
      thisUpdate: day(9),
      nextUpdate: day(11),
    });
    const result = judge([unknown]);
    assertCode(result, 'indeterminate', 'TRY_LATER');
    assert.deepEqual([evidenceOf(result)['status'], evidenceOf(result)['nextUpdate']], ['unknown', '2026-01-12T00:00:00.000Z']);
    assertCode(judge([unknown], { lists: [makeRevocationList(ca)] }), 'passed', null);
  });

  it('ends a hold when a later answer no longer has it', () => {
    const hold = makeRevocationList(ca, { revoked: [{ identity: signer, at: day(5), reason: 6 }] });
    assertCode(judge([], { lists: [hold] }), 'indeterminate', 'REVOKED_NO_POE');
    const later = makeOcspResponse(ca, signer, { responder, thisUpdate: day(9), nextUpdate: day(11) });
    assertCode(judge([later], { lists: [hold] }), 'passed', null);
  });

  it('is not disturbed by what is no answer', () => {
    const material = trustIn({ anchors: [root], intermediates: [ca], revocationLists: [ROOT_LIST, makeRevocationList(ca)] });
    const trust = prepareTrust({ ...material, ocspResponses: [new Uint8Array(3), encodeOcspResponse('tryLater')] }, crypto);
    const policy = { revocation: 'require', acceptDemonstration: false } as const;
    assertCode(buildPath({ target: signer.certificate, trust, crypto, at: day(10), policy }), 'passed', null);
  });
});
