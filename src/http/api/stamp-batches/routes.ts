import { bilingual, YinzhengError } from '../../../base/errors/index.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import type { StampBatchServices } from './services.ts';
import { STAMPED, stamped } from '../stamps/routes.ts';
import { placementOf } from '../stamps/place.ts';
import { API, purposeOf } from '../words.ts';
import {
  addQuery,
  batchDocumentListSchema,
  batchDocumentSchema,
  batchListSchema,
  batchParams,
  batchSchema,
  documentParams,
  itemsQuery,
  newBatchQuery,
  ownOrder,
} from './schema.ts';
import { batchDocumentView, batchView } from './view.ts';

const path = `${API}/stamp-batches`;
const one = `${path}/{batch}`;
const documents = `${one}/documents`;
const common = { tag: 'stamp-batches', limit: 'none', access: 'document:stamp' } as const;
const SEAL_ERRORS = [
  'SEAL_NOT_FOUND',
  'SEAL_NOT_IN_USE',
  'ORGANISATION_ENDED',
  'SEAL_CERTIFICATE_REVOKED',
  'SEAL_USE_REFUSED',
  'SEAL_STOPPED',
  'SEAL_KEY_ELSEWHERE',
  'SIGNATURE_KEY_MISSING',
  'SIGNATURE_KEY_UNUSABLE',
  'DEMONSTRATION_REFUSED',
] as const;
/** Of the places in templates of licence types; those in documents are looked for when they are stamped. */
const PLACE_ERRORS = ['LICENCE_TYPE_NOT_FOUND', 'LICENCE_TYPE_UNUSABLE', 'PLACE_NOT_FOUND', 'PLACE_AMBIGUOUS'] as const;
const BATCH = { description: 'The batch, and how far it is', schema: batchSchema } as const;

/** Many documents stamped as one task (批量用印): begun, filled, started, watched, fetched. */
export function stampBatchRoutes(batches: StampBatchServices): readonly Route[] {
  return [
    defineRoute({
      ...common,
      method: 'post',
      path,
      summary: 'Begin a batch of at most 1,000 documents, with the seal, the place and the purpose of all that say nothing else',
      body: 'none',
      input: { query: newBatchQuery },
      answers: { 201: BATCH },
      errors: [...SEAL_ERRORS, ...PLACE_ERRORS, 'STAMP_BATCHES_OPEN', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, query }) => {
        const { seal, requireEvidence, approval, certifyAs } = query;
        const order = {
          seal,
          approval,
          certifyAs,
          place: placementOf(query),
          purpose: purposeOf(query),
          requireEvidence: requireEvidence === 'true',
        };
        const { _id } = await batches.create(actor, order);
        return { ...json(201, batchView(await batches.progress(actor, _id))), headers: { Location: `${path}/${_id}` } };
      },
    }),
    defineRoute({
      ...common,
      method: 'get',
      path,
      summary: 'Batches of the caller whose documents are kept, the last begun first',
      body: 'none',
      input: {},
      answers: { 200: { description: 'The batches', schema: batchListSchema } },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ actor }) => json(200, { batches: (await batches.list(actor)).map(batchView) }),
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: one,
      summary: 'How far a batch is',
      body: 'none',
      input: { params: batchParams },
      answers: { 200: BATCH },
      errors: ['STAMP_BATCH_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, batchView(await batches.progress(actor, params.batch))),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: documents,
      summary:
        'Add documents to a batch that is not started: one raw with name, or as many as the files of a form, at most 100 and together no ' +
        'larger than one document may be; a document again under its name changes nothing. Place, seal and purpose are those of these documents',
      body: 'documents',
      input: { params: batchParams, query: addQuery },
      answers: { 201: { description: 'The documents as added', schema: batchDocumentListSchema } },
      errors: [
        ...PLACE_ERRORS,
        'STAMP_BATCH_NOT_FOUND',
        'STAMP_BATCH_NOT_POSSIBLE',
        'STAMP_BATCH_FULL',
        'STAMP_BATCH_DOCUMENT_DIFFERS',
        'STORE_UNAVAILABLE',
      ],
      handle: async ({ actor, params, query, documents: received }) => {
        const { name } = query;
        if (name !== undefined && received.length > 1)
          throw new YinzhengError('INPUT_INVALID', {
            reason: bilingual('name is for one document', 'name 只能用于一份文件'),
          });
        const added = [];
        for (const file of received) {
          const document = { id: params.batch, name: name ?? file.name, document: file.bytes, ...ownOrder(query) };
          added.push(await batches.add(actor, document));
        }
        return json(201, { documents: added.map(batchDocumentView) });
      },
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: documents,
      summary: 'The documents of a batch in the order in which they came, and what became of each',
      body: 'none',
      input: { params: batchParams, query: itemsQuery },
      answers: { 200: { description: 'The documents', schema: batchDocumentListSchema } },
      errors: ['STAMP_BATCH_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params, query }) => {
        const found = await batches.items(actor, { id: params.batch, state: query.state });
        return json(200, { documents: found.map(batchDocumentView) });
      },
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: `${documents}/{document}`,
      summary: 'One document of a batch, and what became of it',
      body: 'none',
      input: { params: documentParams },
      answers: { 200: { description: 'The document', schema: batchDocumentSchema } },
      errors: ['STAMP_BATCH_NOT_FOUND', 'STAMP_BATCH_DOCUMENT_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) =>
        json(200, batchDocumentView(await batches.item(actor, { id: params.batch, key: params.document }))),
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: `${documents}/{document}/file`,
      summary: 'A stamped document of a batch',
      body: 'none',
      input: { params: documentParams },
      answers: { 200: STAMPED },
      errors: ['STAMP_BATCH_NOT_FOUND', 'STAMP_BATCH_DOCUMENT_NOT_FOUND', 'STAMP_BATCH_DOCUMENT_UNSTAMPED', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => stamped(200, await batches.file(actor, { id: params.batch, key: params.document })),
    }),
    defineRoute({
      ...common,
      method: 'get',
      path: `${one}/files.zip`,
      summary: 'All stamped documents of a batch, with a list of all of them and what became of each (results.json)',
      body: 'none',
      input: { params: batchParams },
      answers: { 200: { description: 'The documents', type: 'application/zip' } },
      errors: ['STAMP_BATCH_NOT_FOUND', 'STAMP_BATCH_DOCUMENT_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => {
        const chunks = await batches.zip(actor, params.batch);
        return { status: 200, content: { kind: 'stream', type: 'application/zip', name: 'stamped.zip', chunks } };
      },
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${one}/start`,
      summary: 'Start a batch, or let one go on that was stopped',
      body: 'none',
      input: { params: batchParams },
      answers: { 202: BATCH },
      errors: [...SEAL_ERRORS, 'STAMP_BATCH_NOT_FOUND', 'STAMP_BATCH_NOT_POSSIBLE', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(202, batchView(await batches.start(actor, params.batch))),
    }),
    defineRoute({
      ...common,
      method: 'post',
      path: `${one}/cancellation`,
      summary: 'End a batch where it is; what is stamped stays stamped and can be fetched',
      body: 'none',
      input: { params: batchParams },
      answers: { 200: BATCH },
      errors: ['STAMP_BATCH_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => json(200, batchView(await batches.cancel(actor, params.batch))),
    }),
    defineRoute({
      ...common,
      method: 'delete',
      path: one,
      summary: 'Forget the documents of a batch that is not running; what was stamped stays recorded',
      body: 'none',
      input: { params: batchParams },
      answers: { 204: { description: 'Forgotten' } },
      errors: ['STAMP_BATCH_NOT_FOUND', 'STAMP_BATCH_NOT_POSSIBLE', 'STORE_UNAVAILABLE'],
      handle: async ({ actor, params }) => {
        await batches.forget(actor, params.batch);
        return { status: 204 };
      },
    }),
  ];
}
