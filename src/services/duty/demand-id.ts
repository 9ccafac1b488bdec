import { toHex } from '../../base/bytes.ts';
import type { Instant } from '../../base/time.ts';
import type { DemandRecord } from '../../domain/demand/index.ts';
import { useTimePrefix } from '../../domain/use/index.ts';
import type { Random } from '../platform.ts';

const RANDOM_BYTES = 10;

/** Id of a demand made at a moment: 32 hexadecimal digits, the latest first in order. */
export function newDemandId(random: Random, now: Instant): string {
  return `${useTimePrefix(now)}${toHex(random.bytes(RANDOM_BYTES))}`;
}

/** The claim by which a licence is demanded once for a case. Its prefix is that of claims whose value is personal. */
export function demandClaim({
  organisation,
  caseNumber,
  typeCode,
  holder,
}: Pick<DemandRecord, 'organisation' | 'caseNumber' | 'typeCode' | 'holder'>): string {
  return `case:demand\n${organisation}\n${caseNumber}\n${typeCode}\n${holder}`;
}
