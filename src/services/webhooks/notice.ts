/** A notice (变更通知): ids of what happened, never a person, signed as signed requests are (RFC 9421, RFC 9530). */
import { toBase64, toHex, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import type { Instant } from '../../base/time.ts';
import { derToRaw } from '../../crypto/index.ts';
import { canonicalJson } from '../../domain/journal/index.ts';
import type { Random } from '../platform.ts';
import type { FeedPage } from '../sharing/index.ts';
import { noticeParameters, noticeStatement, signStatement, statementKey, type StatementSigning } from '../statements/index.ts';
import type { WebhookRecord } from '../storage/index.ts';
import type { OutgoingNotice } from './ports.ts';

const NONCE_BYTES = 16;

/** The body of a notice: which webhook, what happened after a cursor, and the cursor to go on from. */
export function noticeBody({ _id, cursor }: Pick<WebhookRecord, '_id' | 'cursor'>, { items, through }: FeedPage): Uint8Array {
  const changes = items.map(({ _id: sequence, change, identifier, edition, recordedAt }) => ({
    ...{ sequence: Number(sequence), change, identifier, edition, recordedAt },
  }));
  return utf8(canonicalJson({ webhook: _id, after: cursor, cursor: through, changes }));
}

/** A notice signed by the service. Rejects with STATEMENT_KEY_MISSING, and as the signer does. */
export async function signedNotice(
  deps: StatementSigning & { readonly random: Random },
  { webhook, page, now }: { readonly webhook: WebhookRecord; readonly page: FeedPage; readonly now: Instant },
): Promise<OutgoingNotice> {
  const { crypto, random } = deps;
  const { url } = webhook;
  const body = noticeBody(webhook, page);
  const digest = toBase64(crypto.digest('sm3', body));
  const key = await statementKey(deps, now);
  const parameters = { created: Math.floor(now / 1000), nonce: toHex(random.bytes(NONCE_BYTES)), keyId: key.name };
  const reference = `webhooks/${webhook._id}/${page.through}`;
  const der = await signStatement(deps, key, {
    actor: 'server',
    reference,
    tbs: noticeStatement({ url, digest, ...parameters }),
  });
  const signature = derToRaw(der);
  if (signature === null) throw new YinzhengError('INTERNAL');
  return {
    ...{ url, body },
    headers: {
      'Content-Digest': `sm3=:${digest}:`,
      'Signature-Input': `sig=${noticeParameters(parameters)}`,
      Signature: `sig=:${toBase64(signature)}:`,
    },
  };
}
