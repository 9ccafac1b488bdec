import type { CopyReport } from '../report/index.ts';
import { registerAnswer, statusAnswer, type Answer } from '../report/views/index.ts';
import type { ClaimVerdict } from '../claim/index.ts';
import { ANSWER_WORDS } from '../report/words/index.ts';
import type { ClaimOutcome } from './offline/index.ts';
import { CLAIM_VERDICT_WORDS, CLAIM_WORDS } from './words/claims.ts';

/** The verdict on a printed code; a specimen is never shown as passed. */
export function codeVerdict(
  status: string,
  specimen: { readonly demonstration: boolean; readonly copy?: CopyReport | undefined },
): Answer {
  const asked = specimen.copy ? registerAnswer({ status, copy: specimen.copy }) : statusAnswer(status);
  return specimen.demonstration && asked.tone === 'passed' ? { tone: 'indeterminate', ...ANSWER_WORDS.specimenInForce } : asked;
}

const TONES: Readonly<Record<ClaimVerdict, Answer['tone']>> = {
  valid: 'passed',
  'not-yet-valid': 'failed',
  expired: 'failed',
  suspended: 'failed',
  ended: 'failed',
  replaced: 'failed',
  'status-unavailable': 'indeterminate',
  altered: 'failed',
  'unknown-issuer': 'indeterminate',
  'issuer-key-revoked': 'failed',
};

/** The verdict on a QR code; a specimen is never shown as passed. */
export function claimAnswer({ judgement, demonstration }: Pick<ClaimOutcome, 'judgement' | 'demonstration'>): Answer {
  const { verdict } = judgement;
  const tone = TONES[verdict];
  return demonstration && tone === 'passed'
    ? { tone: 'indeterminate', title: ANSWER_WORDS.specimenInForce.title, meaning: CLAIM_WORDS.specimen }
    : { tone, ...CLAIM_VERDICT_WORDS[verdict] };
}
