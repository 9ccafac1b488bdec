import type { Instant } from '../../base/time.ts';
import { dueExpiries, expiryText, type Expiry } from '../forecast/index.ts';
import { finding, type Finding } from './findings.ts';

/** What is examined, when, and the time zone in which people are told of it. */
export interface ExpiryExamination {
  readonly expiries: readonly Expiry[];
  readonly now: Instant;
  readonly timeZone: string;
}

/** What ends within 90, 30 and 7 days or has ended, one by one. Nothing can be sealed by a key or a seal that has. */
export function examineExpiry({ expiries, now, timeZone }: ExpiryExamination): readonly Finding[] {
  const due = dueExpiries(expiries, now);
  if (due.length === 0) {
    return [
      finding(
        'expiry',
        'ok',
        `Nothing ends soon: ${expiries.length} certificates, seals and revocation lists`,
        `近期无到期事项：证书、印章、撤销列表共 ${expiries.length} 项`,
      ),
    ];
  }
  return due.map((expiry) => {
    const isFault = expiry.stage === 'ended' && (expiry.kind === 'key' || expiry.kind === 'seal');
    const { en, zh } = expiryText(expiry, timeZone);
    return finding('expiry', isFault ? 'fault' : 'warning', en, zh);
  });
}
