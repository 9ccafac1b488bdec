/** OCSP and time stamps: requests that anybody sends, answers of authorities outside. */
import { utf8 } from '../../src/base/bytes.ts';
import {
  encodeCertificateId,
  encodeOcspRequest,
  encodeOcspResponse,
  encodeTimeStampRequest,
  isIssuedBy,
  judgeToken,
  knownImprint,
  namesIssuer,
  parseBasicOcspResponse,
  parseOcspRequest,
  parseOcspResponse,
  parseOcspResponseData,
  parseSignedData,
  parseTimeStampInfo,
  parseTimeStampRequest,
  parseTimeStampResponse,
  prepareTrust,
  readTimeStampAnswer,
  verifySigned,
  verifyTimeStamp,
} from '../../src/pki/index.ts';
import { indexOcspResponses } from '../../src/pki/trust/prepare.ts';
import { makeOcspResponse, makeResponder } from '../../test/support/ocsp.ts';
import { crypto, day, trustIn } from '../../test/support/pki.ts';
import { answerRequest, CONTENT, POLICY } from '../../test/support/tsp.ts';
import { genuine } from '../genuine.ts';
import type { Target } from '../target.ts';
import type { World } from '../world.ts';

const NONCE = Uint8Array.of(0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x08);

const ocspRequest: Target = {
  name: 'ocsp-request',
  form: 'der',
  covers: ['pki/ocsp/request.ts#parseOcspRequest', 'pki/ocsp/certificate-id.ts#namesIssuer'],
  open({ chain: { root, ca, signer } }) {
    const id = (digest: 'sha1' | 'sm3'): Uint8Array =>
      encodeCertificateId(signer.certificate, ca.certificate, { digest, crypto });
    return {
      seeds: [encodeOcspRequest([id('sha1')], null), encodeOcspRequest([id('sm3'), id('sha1')], NONCE)],
      run(input) {
        const { certificates: ids } = parseOcspRequest(input);
        const known = ids.filter((asked) => isIssuedBy(asked, ca.certificate, crypto));
        for (const asked of ids) namesIssuer(asked, root.certificate.subject.raw, crypto);
        return known.length > 0;
      },
    };
  },
};

const ocspResponse: Target = {
  name: 'ocsp-response',
  form: 'der',
  covers: [
    'pki/ocsp/parse.ts#parseOcspResponse',
    'pki/ocsp/parse.ts#parseBasicOcspResponse',
    'pki/ocsp/parse.ts#parseOcspResponseData',
    'pki/trust/prepare.ts#indexOcspResponses',
  ],
  open({ chain: { ca, signer } }) {
    const responder = makeResponder(ca);
    const answers = [
      makeOcspResponse(ca, signer),
      makeOcspResponse(ca, signer, {
        responder,
        nonce: NONCE,
        namedBy: 'name',
        digest: 'sm3',
        status: { kind: 'revoked', revokedAt: day(2), reason: 1 },
      }),
    ];
    const signed = genuine(answers.map(({ data }) => data.raw));
    return {
      seeds: [...answers.map(({ raw }) => encodeOcspResponse(raw)), encodeOcspResponse('tryLater')],
      run(input) {
        const whole = parseOcspResponse(input);
        if (whole.status !== 'successful') return false;
        const { raw, data, signature, signatureAlgorithm: algorithm } = whole.response;
        const tbs = data.raw;
        parseBasicOcspResponse(raw);
        indexOcspResponses([raw, input], { crypto });
        parseOcspResponseData(tbs);
        const right = [ca, responder].some(
          ({ certificate: { publicKey } }) => verifySigned({ tbs, algorithm, signature, publicKey, crypto }).ok,
        );
        if (right) signed.demand(tbs, 'the signature of an OCSP answer');
        return right;
      },
    };
  },
};

const imprint = { algorithm: 'sm3', digest: crypto.digest('sm3', CONTENT) } as const;

const timeStampRequest: Target = {
  name: 'time-stamp-request',
  form: 'der',
  covers: ['pki/tsp/request.ts#parseTimeStampRequest', 'pki/tsp/imprint.ts#knownImprint'],
  open: () => ({
    seeds: [
      encodeTimeStampRequest({ imprint, nonce: NONCE, policy: POLICY }),
      encodeTimeStampRequest({ imprint, nonce: Uint8Array.of(1) }),
    ],
    run: (input) => knownImprint(parseTimeStampRequest(input)) !== null,
  }),
};

const timeStampAnswer: Target = {
  name: 'time-stamp-answer',
  form: 'der',
  covers: [
    'pki/tsp/answer.ts#readTimeStampAnswer',
    'pki/tsp/response.ts#parseTimeStampResponse',
    'pki/tsp/verify.ts#verifyTimeStampOf',
    'pki/tsp/info.ts#parseTimeStampInfo',
  ],
  open({ authority: { authority } }) {
    const request = encodeTimeStampRequest({ imprint, nonce: NONCE, policy: POLICY });
    const answers = [
      answerRequest(authority, request),
      answerRequest(authority, request, { certificates: [authority, authority] }),
    ];
    const signed = genuine(answers.map((answer) => infoOf(parseTimeStampResponse(answer).token)));
    return {
      seeds: answers,
      run(input) {
        const { token } = readTimeStampAnswer({ request, response: input, crypto });
        signed.demand(infoOf(token), 'an answer of a time stamp authority');
        return true;
      },
    };
  },
};

const token: Target = {
  name: 'time-stamp-token',
  form: 'der',
  covers: ['pki/tsp/verify.ts#verifyTimeStamp', 'pki/existence/token.ts#judgeToken'],
  open(world) {
    const { authority } = world.authority;
    const tokens = [tokenOf(world), tokenOf(world)];
    const signed = genuine(tokens.map(infoOf));
    const trust = prepareTrust(
      trustIn({ anchors: [world.authority.root], intermediates: [world.seals.signersCa, authority] }),
      crypto,
    );
    const policy = { revocation: 'if-known', acceptDemonstration: false } as const;
    return {
      seeds: tokens,
      run(input) {
        const verdict = judgeToken({ token: input, signature: CONTENT, at: day(20) }, { trust, crypto, policy });
        const { intact } = verifyTimeStamp({ cms: input, content: [CONTENT], crypto });
        if (intact === true || verdict?.proof) signed.demand(infoOf(input), 'a time stamp token');
        return intact === true;
      },
    };
  },
};

const timeStampInfo: Target = {
  name: 'time-stamp-info',
  form: 'der',
  covers: ['pki/tsp/info.ts#parseTimeStampInfo'],
  open: (world) => ({
    seeds: [infoOf(tokenOf(world))],
    run(input) {
      parseTimeStampInfo(input);
      return true;
    },
  }),
};

export const ANSWER_TARGETS: readonly Target[] = [
  ocspRequest,
  ocspResponse,
  timeStampRequest,
  timeStampAnswer,
  token,
  timeStampInfo,
];

function tokenOf({ authority: { authority } }: World): Uint8Array {
  const { token: made } = parseTimeStampResponse(answerRequest(authority, encodeTimeStampRequest({ imprint, nonce: NONCE })));
  return made ?? new Uint8Array(0);
}

function infoOf(cms: Uint8Array | null): Uint8Array {
  return (cms === null ? null : parseSignedData(cms).content) ?? utf8('nothing');
}
