import type { ErrorCode } from '../../../base/errors/index.ts';
import type { Action } from '../../../domain/access/index.ts';
import type { DraftOrder, CatalogueKind, EntryStep } from '../../../services/catalogue/index.ts';
import { defineRoute, json, pdf, type Route } from '../../route.ts';
import { parseInput } from '../../validate.ts';
import { API, purposeOf } from '../words.ts';
import {
  contentOf,
  draftBody,
  entryList,
  entryParams,
  entrySchema,
  fileQuery,
  importBody,
  importSchema,
  kindParams,
  previewParams,
  previewQuery,
  stepBody,
  withdrawalBody,
} from './schema.ts';
import type { CatalogueKeepingServices } from './services.ts';
import { entrySummaryView, entryView, importView } from './view.ts';

const path = `${API}/catalogue/{kind}`;
const one = `${path}/{id}`;
const files = `${API}/catalogue-files`;
const tag = 'catalogue';
const reading = { method: 'get', tag, limit: 'none', access: 'catalogue:read', body: 'none' } as const;
const writing = { method: 'post', tag, limit: 'none', body: 'json' } as const;
const STEP_ERRORS: readonly ErrorCode[] = [
  ...(['CATALOGUE_ENTRY_NOT_FOUND', 'CATALOGUE_STEP_REFUSED', 'VERSION_CONFLICT', 'STORE_UNAVAILABLE'] as const),
];
const answers = { 200: { description: 'The entry after it', schema: entrySchema } } as const;

/** Steps with an entry, whose duty each is, and where it is asked for. */
const STEPS: readonly { readonly step: EntryStep; readonly at: string; readonly access: Action; readonly summary: string }[] = [
  { step: 'submit', at: 'submission', access: 'catalogue:edit', summary: 'Submit the draft for approval (提交)' },
  { step: 'discard', at: 'discard', access: 'catalogue:edit', summary: 'Discard the draft (废弃)' },
  { step: 'return', at: 'return', access: 'catalogue:approve', summary: 'Return what was submitted to its editor (退回)' },
  {
    ...{ step: 'publish', at: 'publication', access: 'catalogue:approve' },
    summary: 'Publish what was submitted (发布); by another person than drafted it. What was published before is changed by it',
  },
  { step: 'refuse-withdrawal', at: 'withdrawal/refusal', access: 'catalogue:approve', summary: 'Refuse a withdrawal' },
  {
    ...{ step: 'withdraw', at: 'withdrawal/approval', access: 'catalogue:approve' },
    summary: 'Withdraw the entry (停用): nothing is issued by it any more; licences that are there stay',
  },
];

/** The catalogue (证照目录) as those see it who keep it: licence types, what bodies beneath add to them, dictionaries. */
export function catalogueRoutes(catalogue: CatalogueKeepingServices): readonly Route[] {
  return [
    defineRoute({
      ...reading,
      path,
      summary: 'Entries of a kind: those within the caller’s scope with all versions, those of others that are published',
      input: { params: kindParams },
      answers: { 200: { description: 'The entries', schema: entryList } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { kind } }) =>
        json(200, { items: (await catalogue.list(actor, kind)).map((entry) => entrySummaryView(kind, entry)) }),
    }),
    defineRoute({
      ...reading,
      path: one,
      summary: 'An entry with all of its versions; one outside the caller’s scope is not found',
      input: { params: entryParams },
      answers: { 200: { description: 'The entry', schema: entrySchema } },
      errors: ['CATALOGUE_ENTRY_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, entryView(params.kind, await catalogue.get(actor, params))),
    }),
    defineRoute({
      ...reading,
      path: `${API}/catalogue/licence-types/{id}/preview`,
      summary:
        'The face of a version of a licence type with examples, marked as a specimen (样张); of the last version unless another is named',
      input: { params: previewParams, query: previewQuery },
      answers: { 200: { description: 'The face', type: 'application/pdf' } },
      errors: ['CATALOGUE_ENTRY_NOT_FOUND', 'GLYPH_MISSING', 'TEXT_DOES_NOT_FIT', 'TEMPLATE_INVALID', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params: { id }, query }) => pdf(200, `${id}.pdf`, await catalogue.preview(actor, { id, ...query })),
    }),
    defineRoute({
      ...writing,
      path: `${one}/draft`,
      summary: 'Draft a new entry, a new version of one, or the draft that is open otherwise',
      access: 'catalogue:edit',
      input: { params: entryParams, json: draftBody },
      answers,
      errors: [...STEP_ERRORS, 'ORGANISATION_ENDED', 'LICENCE_TYPE_NOT_FOUND'],
      handle: async ({ actor, params: { kind, id }, json: { owner, content: given, purpose } }) => {
        const { json: read } = parseInput({ json: contentOf(kind) }, { json: { content: given }, params: {}, query: {} });
        const { content } = read as Pick<DraftOrder<CatalogueKind>, 'content'>;
        const order: DraftOrder<CatalogueKind> = { kind, id, owner, content, purpose: purposeOf(purpose) };
        return json(200, entryView(kind, await catalogue.draft(actor, order)));
      },
    }),
    ...STEPS.map(({ step, at, access, summary }) =>
      defineRoute({
        ...writing,
        path: `${one}/${at}`,
        ...{ summary, access, answers, errors: STEP_ERRORS },
        input: { params: entryParams, json: stepBody },
        handle: async ({ actor, params: { kind, id }, json: { purpose } }) =>
          json(200, entryView(kind, await catalogue.step(actor, { kind, id, step, purpose: purposeOf(purpose) }))),
      }),
    ),
    defineRoute({
      ...writing,
      path: `${one}/withdrawal`,
      summary: 'Ask that the entry be withdrawn; another person decides',
      access: 'catalogue:edit',
      input: { params: entryParams, json: withdrawalBody },
      answers,
      errors: STEP_ERRORS,
      handle: async ({ actor, params: { kind, id }, json: { documentNumber, purpose } }) => {
        const order = { kind, id, step: 'ask-withdrawal', documentNumber, purpose: purposeOf(purpose) } as const;
        return json(200, entryView(kind, await catalogue.step(actor, order)));
      },
    }),
    defineRoute({
      ...reading,
      path: files,
      summary: 'What is published, as a file: types with their faces, additions, dictionaries',
      input: { query: fileQuery },
      answers: { 200: { description: 'The file', type: 'application/json' } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, query: { code } }) => {
        const bytes = new TextEncoder().encode(JSON.stringify(await catalogue.export(actor, code)));
        return { status: 200, content: { kind: 'file', type: 'application/json', name: 'catalogue.json', bytes } };
      },
    }),
    defineRoute({
      ...writing,
      path: files,
      summary: 'Draft what a file has, each entry by itself; nothing of it holds before it is published',
      access: 'catalogue:edit',
      input: { json: importBody },
      answers: { 200: { description: 'What became of each entry', schema: importSchema } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor, json: { owner, file, purpose } }) => {
        const order = { owner, file, purpose: purposeOf(purpose) } as Parameters<typeof catalogue.import>[1];
        return json(200, importView(await catalogue.import(actor, order)));
      },
    }),
  ];
}
