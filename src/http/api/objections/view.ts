import type { z } from 'zod';
import { maskCode, maskName } from '../../../domain/licence/index.ts';
import type { ObjectionPage, ShownObjection } from '../../../services/objections/index.ts';
import type { pageSchema, summarySchema, wholeSchema } from './schema.ts';

function summaryView({ objection, deadline, overdue }: ShownObjection): z.infer<typeof summarySchema> {
  const { _id, subject, cause, filer, filedAt, state, handlers } = objection;
  return {
    ...{ id: _id, about: subject.kind, identifier: subject.licence?.identifier ?? null, use: subject.use },
    ...{ typeCode: subject.type?.code ?? null, typeName: subject.type?.name ?? null, cause },
    by: filer.startsWith('holder:') ? 'holder' : 'counter',
    ...{ filedAt, state, organisation: handlers.at(-1)?.organisation ?? '', escalations: handlers.length - 1 },
    ...{ due: deadline.due, certain: deadline.certain, overdue },
  };
}

export function pageView({ items, next }: ObjectionPage): z.infer<typeof pageSchema> {
  return { items: items.map(summaryView), next };
}

/** An objection whole, for who answers it. */
export function wholeView(shown: ShownObjection): z.infer<typeof wholeSchema> {
  const { statement, person, steps, attachments, answer } = shown.objection;
  return {
    ...summaryView(shown),
    statement,
    person: person && { name: person.name, code: person.code },
    steps: steps.map(({ step, at, organisation, note }) => ({ step, at, organisation, note })),
    attachments: attachments.map(({ id, name, type, size, digest }) => ({ id, name, type, size, sm3: digest })),
    answer: answer && { ...answer },
  };
}

/** The same for its holder, who knows who he is. */
export function ownView(shown: ShownObjection): z.infer<typeof wholeSchema> {
  const { person, ...rest } = wholeView(shown);
  return { ...rest, person: person && { name: maskName(person.name), code: maskCode(person.code) } };
}
