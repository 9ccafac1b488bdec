/** Every PDF of a folder stamped as a batch, which is kept in the installation until all of its results are written: who is killed goes on. */
import { isYinzhengError, YinzhengError } from '../base/errors/index.ts';
import { utf8 } from '../base/bytes.ts';
import type { Actor } from '../domain/access/index.ts';
import type { LicenceDependencies } from '../services/licences/ports.ts';
import {
  addToStampBatch,
  createBatchWorker,
  createStampBatch,
  fetchStampBatchItem,
  forgetStampBatch,
  isDocumentName,
  listStampBatchItems,
  MOST_DOCUMENTS,
  stampBatchProgress,
  startStampBatch,
  type NewStampBatch,
  type StampBatchProgress,
} from '../services/stamping/batches/index.ts';
import { usage } from './arguments.ts';
import type { CliContext } from './context.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failureLines } from './failure.ts';

/** What is to be done. */
export interface FolderOrder extends NewStampBatch {
  readonly organisation: string;
  readonly folder: string;
  /** Folder of the results. */
  readonly out: string;
  /** Whether files that are there are stamped again. */
  readonly force: boolean;
}

/** Beside the results: which batch is not all written yet. */
const MARK = '.yinzheng-batch';
/** How often it is looked whether another server is done with what it has in hand, ms. */
const LOOK_EVERY = 250;

interface Work {
  readonly context: CliContext;
  readonly service: LicenceDependencies;
  readonly actor: Actor;
  readonly order: FolderOrder;
}

/**
 * Stamps what of the folder has no result yet, a batch of 1,000 at a time. Rejects as the batches do, and with USAGE when another batch is unfinished
 * there, INPUT_UNREADABLE, FILE_UNWRITABLE.
 */
export async function stampFolder(context: CliContext, order: FolderOrder): Promise<ExitCode> {
  const { folder, out, organisation, force } = order;
  const named = (await context.listFiles(folder)).filter((name) => /\.pdf$/i.test(name));
  const unusable = named.filter((name) => !isDocumentName(name.normalize('NFC')));
  await context.makeFolder(out);
  const present = new Set(await context.listFiles(out));
  const files = named.filter((name) => !unusable.includes(name));
  const opened = await context.openService(context);
  const work: Work = { context, service: opened.value, actor: context.actorOf(organisation), order };
  let isWhole = unusable.length === 0;
  for (const name of unusable) tell(context, { name, zh: '文件名不可用', en: 'its name cannot be used' });
  try {
    const begun = await unfinished(work);
    // What belongs to a batch that broke off is not stamped once more by another.
    const mine = new Set(begun && (await namesOf(work, begun)));
    if (begun) isWhole = (await finish(work, begun)) && isWhole;
    const left = files.filter((name) => !mine.has(name.normalize('NFC')) && (force || !present.has(name)));
    for (let from = 0; from < left.length;) {
      const { id, taken } = await begin(work, left.slice(from, from + MOST_DOCUMENTS));
      isWhole = (await finish(work, id)) && isWhole;
      from += taken;
    }
  } finally {
    context.progress(null);
    await opened.close();
  }
  return isWhole ? EXIT.passed : EXIT.failed;
}

/** The batch of an earlier call that is not all written. */
async function unfinished({ context, service, actor, order }: Work): Promise<string | null> {
  let mark: string;
  try {
    mark = new TextDecoder().decode(await context.readFile(markOf(order)));
  } catch (error) {
    if (isYinzhengError(error, 'INPUT_UNREADABLE')) return null;
    throw error;
  }
  const [id = '', ...terms] = mark.split('\n');
  try {
    const { batch } = await stampBatchProgress(service, actor, id);
    if (batch.state === 'forgotten') return null;
  } catch (error) {
    if (isYinzhengError(error, 'STAMP_BATCH_NOT_FOUND')) return null;
    throw error;
  }
  if (terms.join('\n') !== termsOf(order))
    throw usage(
      `another batch is unfinished in ${order.out}: run its command again first, or remove ${MARK} there`,
      `${order.out} 中有另一个未完成的批量用印：请先用原命令完成，或删除其中的 ${MARK}`,
    );
  return id;
}

async function namesOf({ service, actor }: Work, id: string): Promise<readonly string[]> {
  return (await listStampBatchItems(service, actor, { id })).map(({ item }) => item.name);
}

/** Begins a batch with as many of the files as it can hold. */
async function begin(work: Work, names: readonly string[]): Promise<{ readonly id: string; readonly taken: number }> {
  const { context, service, actor, order } = work;
  const { _id: id } = await createStampBatch(service, actor, order);
  await context.writeFile(markOf(order), utf8(`${id}\n${termsOf(order)}`), { force: true });
  for (const [index, name] of names.entries()) {
    const document = await context.readFile(`${order.folder}/${name}`);
    try {
      await addToStampBatch(service, actor, { id, name, document });
    } catch (error) {
      if (index > 0 && isYinzhengError(error, 'STAMP_BATCH_FULL')) return { id, taken: index };
      throw error;
    }
    context.progress(`${index + 1} / ${names.length}`);
  }
  return { id, taken: names.length };
}

/** Stamps what a batch has and writes the results; whether all of it is stamped. */
async function finish(work: Work, id: string): Promise<boolean> {
  const { context, service, actor, order } = work;
  const worker = createBatchWorker(service, { owner: 'cli', only: id });
  let now = await stampBatchProgress(service, actor, id);
  const { state } = now.batch;
  if ((state === 'open' && now.documents > 0) || state === 'stopped') now = await startStampBatch(service, actor, id);
  const watch = setInterval(() => {
    void stampBatchProgress(service, actor, id).then(
      (progress) => context.progress(lineOf(progress, context)),
      () => undefined,
    );
  }, LOOK_EVERY);
  try {
    while (now.batch.state === 'running') {
      const stamped = await worker.round();
      now = await stampBatchProgress(service, actor, id);
      if (stamped === 0 && now.batch.state === 'running') await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY));
    }
  } finally {
    clearInterval(watch);
    context.progress(null);
  }
  const isStamped = await writeResults(work, id);
  const { stop } = now.batch;
  if (stop) for (const line of failureLines(new YinzhengError(stop.code, stop.details), context)) context.err(line);
  // A batch that was stopped waits for the next call.
  if (now.batch.state === 'stopped') return false;
  await forgetStampBatch(service, actor, id);
  await context.removeFile(markOf(order));
  return isStamped;
}

async function writeResults({ context, service, actor, order }: Work, id: string): Promise<boolean> {
  const present = new Set(await context.listFiles(order.out));
  let isWhole = true;
  for (const { key, item } of await listStampBatchItems(service, actor, { id })) {
    if (item.state === 'stamped') {
      const path = `${order.out}/${item.name}`;
      if (present.has(item.name) && !order.force) continue;
      const { document } = await fetchStampBatchItem(service, actor, { id, key });
      await context.writeFile(path, document, { force: order.force });
      context.out(path);
      continue;
    }
    isWhole = false;
    if (item.failure) {
      const { en, zh } = new YinzhengError(item.failure.code, item.failure.details).bilingual;
      tell(context, { name: item.name, en: `${en} [${item.failure.code}]`, zh: `${zh} [${item.failure.code}]` });
    }
  }
  return isWhole;
}

function tell(
  context: CliContext,
  { name, ...words }: { readonly name: string; readonly en: string; readonly zh: string },
): void {
  context.progress(null);
  context.err(
    context.language === 'zh' ? `yinzheng: 未盖章：${name}：${words.zh}` : `yinzheng: not stamped: ${name}: ${words.en}`,
  );
}

function lineOf({ documents, stamped, failed }: StampBatchProgress, { language }: CliContext): string {
  return language === 'zh'
    ? `已盖章 ${stamped} / ${documents}，失败 ${failed}`
    : `stamped ${stamped} of ${documents}, failed ${failed}`;
}

function markOf({ out }: FolderOrder): string {
  return `${out}/${MARK}`;
}

/** What makes two calls the same batch. */
function termsOf({ organisation, folder, seal, place, purpose, requireEvidence = false, certifyAs }: FolderOrder): string {
  // Nothing at the end where nothing certifies, as marks have it from before anything did.
  return JSON.stringify([organisation, folder, seal, place, purpose, requireEvidence, ...(certifyAs ? [certifyAs] : [])]);
}
