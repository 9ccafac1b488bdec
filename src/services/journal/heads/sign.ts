import { YinzhengError } from '../../../base/errors/index.ts';
import type { CryptoProvider } from '../../../crypto/index.ts';
import type { KeyCustody, Signer, TimeStamper } from '../../pki/index.ts';
import { findJournalKey } from './key.ts';
import type { AnchoredHead } from './line.ts';
import { encodeHeadStatement, type HeadStatement } from './statement.ts';

/** What signing a head takes. */
export interface HeadSigning {
  readonly custody: Pick<KeyCustody, 'list'>;
  readonly signer: Signer;
  readonly timeStamper: TimeStamper;
  readonly crypto: CryptoProvider;
}

/**
 * Signs a statement with the audit key and has the signature time-stamped, by its SM3. Rejects with JOURNAL_KEY_MISSING, and as custody and
 * the time stamper do.
 */
export async function signHead(
  { custody, signer, timeStamper, crypto }: HeadSigning,
  statement: HeadStatement,
  actor: string,
): Promise<AnchoredHead> {
  const key = await findJournalKey(custody, statement.time);
  if (key === null) throw new YinzhengError('JOURNAL_KEY_MISSING');
  const tbs = encodeHeadStatement(statement);
  const authorisation = { actor, reference: `journal/${statement.sequence}` };
  const signature = await signer.sign({ keyId: key.keyId, purpose: 'journal-head', tbs, authorisation });
  const timeStamp = await timeStamper.stamp({ algorithm: 'sm3', digest: crypto.digest('sm3', signature) });
  return { statement: tbs, signature, certificate: key.certificate.raw, timeStamp };
}
