/** `yinzheng journal about FILE`: who read or did what about one person. */
import { fromUtf8 } from '../../base/bytes.ts';
import type { DomainEvent } from '../../domain/journal/index.ts';
import { MAX_PAGE } from '../../services/storage/index.ts';
import { readArguments } from '../arguments.ts';
import { printOver } from '../administration.ts';
import type { CliContext } from '../context.ts';
import type { ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';

/** Lists the entries about the person whose number is in a file; the number itself is neither on the command line nor in the journal. */
export async function journalAbout(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(argv, { json: 'flag' }, { min: 1, max: 1 });
  const number = fromUtf8(await context.readFile(positionals[0] ?? '')).trim();
  return printOver(context, { json: options.json, open: () => context.openExamination() }, async ({ store, pseudonyms }) => {
    const names = await pseudonyms(number);
    const found: Facts[] = [];
    for (let next = 1; ;) {
      const page = await store.journal.read(next, MAX_PAGE);
      for (const { sequence, event } of page) if (isAbout(event, names)) found.push(entryFacts(sequence, event));
      next += page.length;
      if (page.length === 0) return { pseudonym: names[0] ?? null, pseudonymsBefore: names.slice(1), journalEntries: found };
    }
  });
}

function isAbout({ facts }: DomainEvent, names: readonly string[]): boolean {
  const { persons } = facts;
  return Array.isArray(persons) && names.some((name) => persons.includes(name));
}

function entryFacts(sequence: number, { kind, recordedAt, actor, purpose, subject }: DomainEvent): Facts {
  return {
    ...{ entry: sequence, event: kind, time: recordedAt, about: subject, accountId: actor.person, client: actor.client },
    ...(purpose && { item: purpose.item, cause: purpose.cause, caseNumber: purpose.caseNumber }),
  };
}
