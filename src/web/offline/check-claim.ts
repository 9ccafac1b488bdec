import { judgeClaim, printedCode, readClaim, readClaimText, type ClaimJudgement } from '../../claim/index.ts';
import { ProblemError } from '../problem.ts';
import { browserCrypto as crypto } from './crypto.ts';
import { keySetAtHand, statusListAtHand } from './material.ts';

/** What the QR code of a licence says, and what is to be thought of it. */
export interface ClaimOutcome {
  readonly judgement: ClaimJudgement;
  /** Whether the server said just now that the status list is the newest. */
  readonly fresh: boolean;
  /** When it was judged, ms. */
  readonly at: number;
  readonly demonstration: boolean;
  readonly typeName: string;
  readonly issuer: string;
  readonly holder: string;
  /** Legal dates `YYYY-MM-DD`; `long-term` for no end. */
  readonly issueDate: string;
  readonly validFrom: string;
  readonly validTo: string;
  readonly identifier: string;
  /** As it is printed. */
  readonly code: string;
}

/**
 * Checks the claim in a text, such as the address that a QR code holds. Nothing of it is sent anywhere.
 * @throws {ProblemError} `claim-unreadable`
 */
export async function checkClaim(text: string): Promise<ClaimOutcome> {
  const read = readOrRefuse(text);
  const { claim } = read;
  const keySet = await keySetAtHand();
  const found = await statusListAtHand(claim.status.list, keySet);
  const at = Date.now();
  const { demonstration, typeName, issuer, holder, issueDate, validFrom, validTo, identifier } = claim;
  return {
    judgement: judgeClaim(read, { keySet, list: found?.list ?? null, now: at, crypto }),
    fresh: found?.fresh === true,
    ...{ at, demonstration, typeName, issuer, holder, issueDate, validFrom, validTo, identifier },
    code: printedCode(claim.code),
  };
}

function readOrRefuse(text: string): ReturnType<typeof readClaim> {
  try {
    return readClaim(readClaimText(text));
  } catch {
    throw new ProblemError('claim-unreadable');
  }
}
