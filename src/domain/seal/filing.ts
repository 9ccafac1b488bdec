/** What happens to a seal is filed in its record and told to the journal, in the write that does it. */
import { localDateAt } from '../../base/time.ts';
import type { Actor, Purpose } from '../access/index.ts';
import type { DomainEvent } from '../journal/index.ts';
import type { SealStep } from './life.ts';
import { endedVersions, type SealFiling, type SealRecord } from './model.ts';
import type { SteppedVersions } from './step.ts';

/** Who does what to a seal, why, and since when it is so. */
export interface ToldStep {
  readonly step: SealStep;
  readonly actor: Actor;
  readonly purpose: Purpose;
  /** ISO 8601, as `at`, when it is filed. */
  readonly since: string;
  readonly at: string;
}

/**
 * The record of a seal after a step: one filing (备案) and one event for each version that it changed. Where one has ended, custody is to be
 * told of it.
 */
export function withSteps(record: SealRecord, { versions, changes }: SteppedVersions, told: ToldStep): SealRecord {
  const { step, actor, purpose, since, at } = told;
  const filed = record.filings ?? [];
  const version = record.version + 1;
  const { person, organisation } = actor;
  const filings = changes.map(({ number, from, to }, index): SealFiling => ({
    ...{ number: filed.length + index + 1, step, version: number, from, to, since, at, day: localDateAt(Date.parse(at)) },
    ...{ by: { person, organisation }, cause: purpose.cause, caseNumber: purpose.caseNumber },
  }));
  const events = filings.map((filing, index): DomainEvent => ({
    id: `seals/${record._id}/${version}${index === 0 ? '' : `/${index}`}`,
    ...{ kind: 'seal-changed', subject: `seals/${record._id}`, effectiveAt: since, recordedAt: at, actor, purpose },
    facts: {
      ...{ seal: record._id, sealVersion: filing.version, from: filing.from, to: filing.to },
      ...{ owner: record.owner, filing: filing.number },
    },
  }));
  const ended = endedVersions({ versions }).some(({ number }) => changes.some((change) => change.number === number));
  return {
    ...{ ...record, version, versions, filings: [...filed, ...filings], outbox: [...record.outbox, ...events], pending: true },
    ...(ended && { untold: true as const }),
  };
}
