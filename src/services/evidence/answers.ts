import { toHex } from '../../base/bytes.ts';
import type { Instant } from '../../base/time.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import {
  encodeCertificateId,
  encodeOcspRequest,
  parseOcspResponse,
  type PreparedTrust,
  type Questioned,
} from '../../pki/index.ts';
import type { OcspResponder } from '../pki/index.ts';
import type { Random } from '../platform.ts';
import { listsAtHand } from './lists-at-hand.ts';
import type { RevocationAnswers } from './ports.ts';

/** Answers that are given again: a few for each seal in use. */
const MOST_KEPT = 2_000;
const NONCE_OCTETS = 16;

/** An answer, or one that is being made; null where there is none. */
interface Kept {
  /** A time it is not older than. */
  since: Instant;
  readonly answer: Promise<Uint8Array | null>;
}

/**
 * Answers of the installation's own OCSP responder, made after the moment asked about (one for each certificate and second serves
 * everything that is sealed in it); for certificates of other issuers the lists at hand. Rejects as {@link listsAtHand} does.
 */
export function freshAnswers(deps: {
  readonly responder: OcspResponder;
  readonly trust: () => PreparedTrust;
  readonly crypto: CryptoProvider;
  readonly random: Random;
}): RevocationAnswers {
  const { responder, trust, crypto, random } = deps;
  const lists = listsAtHand(trust);
  const kept = new Map<string, Kept>();

  function answerOf(question: Questioned, since: Instant): Promise<Uint8Array | null> {
    const key = toHex(question.certificate.signature);
    const known = kept.get(key);
    // What is being made was asked for after that time; who comes meanwhile waits for it too.
    if (known && known.since >= since) return known.answer;
    if (kept.size >= MOST_KEPT) kept.clear();
    const asked: Kept = { since, answer: ask(question, (producedAt) => (asked.since = producedAt)) };
    kept.set(key, asked);
    const forget = (): void => {
      if (kept.get(key) === asked) kept.delete(key);
    };
    asked.answer.then((answer) => {
      if (answer === null) forget();
    }, forget);
    return asked.answer;
  }

  async function ask({ certificate, issuer }: Questioned, made: (at: Instant) => void): Promise<Uint8Array | null> {
    const id = encodeCertificateId(certificate, issuer, { digest: 'sm3', crypto });
    // A nonce keeps the responder from giving an answer again that it made before.
    const { bytes, producedAt } = await responder(encodeOcspRequest([id], random.bytes(NONCE_OCTETS)));
    const { response } = parseOcspResponse(bytes);
    if (!response || response.data.responses.some(({ status }) => status.kind === 'unknown')) return null;
    made(producedAt);
    return bytes;
  }

  return {
    async about(questioned, since) {
      const answers = await Promise.all(questioned.map((question) => answerOf(question, since)));
      const rest = questioned.filter((_, index) => answers[index] === null);
      const { revocationLists } = await lists.about(rest, since);
      return { revocationLists, ocspResponses: answers.flatMap((answer) => answer ?? []) };
    },
  };
}
