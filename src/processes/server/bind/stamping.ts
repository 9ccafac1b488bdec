import type { HttpServices } from '../../../http/services.ts';
import {
  beginPlan,
  findPlan,
  finishStep,
  giveUpStep,
  listPlans,
  openPlan,
  prepareStep,
  putPlanDocument,
  readPlanDocument,
  refuseStep,
  takeStep,
  withdrawPlan,
} from '../../../services/countersigning/index.ts';
import { provideEvidenceRecord } from '../../../services/evidence/index.ts';
import type { SignatureKeyRecord } from '../../../domain/signature/index.ts';
import { grantKeyInDemonstration } from '../../../services/grants/index.ts';
import { assignSignatureKey, listSignatureKeys, signDocument, withdrawSignatureKey } from '../../../services/signing/index.ts';
import {
  addToStampBatch,
  cancelStampBatch,
  createStampBatch,
  fetchStampBatchItem,
  findStampBatchItem,
  forgetStampBatch,
  listStampBatchItems,
  listStampBatches,
  stampBatchProgress,
  startStampBatch,
  zipStampBatch,
} from '../../../services/stamping/batches/index.ts';
import {
  fetchClientStamp,
  finishClientStamp,
  giveUpClientStamp,
  prepareClientStamp,
  previewStamp,
  stampDocument,
} from '../../../services/stamping/index.ts';
import type { HttpDependencies } from './dependencies.ts';

/** Putting seals and signatures on documents. */
export function bindStamping({
  licences,
  reader,
}: HttpDependencies): Pick<
  HttpServices,
  'stamp' | 'previewStamp' | 'clientStamps' | 'stampBatches' | 'countersigning' | 'signing' | 'provideEvidenceRecord'
> {
  const { store, clock } = licences;
  const { records } = store;
  const { custody, journal, random, grants, demonstration } = licences;
  const granting = { records, journal, clock, random, grants };
  const desk = {
    ...{ records, custody, journal, clock, crypto: licences.engine.crypto },
    ...(demonstration && { grantAtOnce: (key: SignatureKeyRecord) => grantKeyInDemonstration(granting, key) }),
  };
  return {
    stamp: (actor, request) => stampDocument(licences, actor, request),
    previewStamp: (actor, request) => previewStamp({ ...licences, reader }, actor, request),
    clientStamps: {
      prepare: (actor, request) => prepareClientStamp(licences, actor, request),
      finish: (actor, input) => finishClientStamp(licences, actor, input),
      fetch: (actor, id) => fetchClientStamp(licences, actor, id),
      giveUp: (actor, id) => giveUpClientStamp(licences, actor, id),
    },
    stampBatches: {
      create: (actor, order) => createStampBatch(licences, actor, order),
      list: (actor) => listStampBatches(licences, actor),
      progress: (actor, id) => stampBatchProgress(licences, actor, id),
      add: (actor, document) => addToStampBatch(licences, actor, document),
      items: (actor, which) => listStampBatchItems(licences, actor, which),
      item: (actor, where) => findStampBatchItem(licences, actor, where),
      file: (actor, where) => fetchStampBatchItem(licences, actor, where),
      zip: (actor, id) => zipStampBatch(licences, actor, id),
      start: (actor, id) => startStampBatch(licences, actor, id),
      cancel: (actor, id) => cancelStampBatch(licences, actor, id),
      forget: (actor, id) => forgetStampBatch(licences, actor, id),
    },
    countersigning: {
      begin: (actor, order) => beginPlan(licences, actor, order),
      list: (actor, page) => listPlans(licences, actor, page),
      get: (actor, id) => findPlan(licences, actor, id),
      putDocument: (actor, document) => putPlanDocument(licences, actor, document),
      document: (actor, which) => readPlanDocument(licences, actor, which),
      open: (actor, id) => openPlan(licences, actor, id),
      withdraw: (actor, input) => withdrawPlan(licences, actor, input),
      take: (actor, order) => takeStep(licences, actor, order),
      prepare: (actor, order) => prepareStep(licences, actor, order),
      finish: (actor, input) => finishStep(licences, actor, input),
      giveUp: (actor, which) => giveUpStep(licences, actor, which),
      refuse: (actor, input) => refuseStep(licences, actor, input),
    },
    signing: {
      sign: (actor, request) => signDocument(licences, actor, request),
      keys: (actor, organisation) => listSignatureKeys(desk, actor, organisation),
      assignKey: (actor, order) => assignSignatureKey(desk, actor, order),
      withdrawKey: (actor, keyId) => withdrawSignatureKey(desk, actor, keyId),
    },
    provideEvidenceRecord: (actor, order) => provideEvidenceRecord(licences, actor, order),
  };
}
