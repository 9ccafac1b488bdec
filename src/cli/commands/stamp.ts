import { CERTIFYING_FORMS } from '../../domain/signature/index.ts';
import { previewStamp, stampDocument, type WantedPlace } from '../../services/stamping/index.ts';
import { oneOf, readArguments, required, usage } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { tellPendingEvidence } from '../output/evidence.ts';
import { PLACE_OPTIONS, placementOf } from '../placement.ts';
import { stampFolder } from '../stamp-folder.ts';

/**
 * `yinzheng stamp --batch FOLDER … --out FOLDER` stamps every PDF of a folder; `--preview FILE.png` shows where the seal would stand; `yinzheng stamp FILE --organisation CODE --seal CODE (--x MM --y MM [--page N] | --keyword TEXT) --out FILE`: puts a seal on an existing PDF, with evidence for
 * later.
 */
export async function stamp(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { positionals, options } = readArguments(
    argv,
    {
      organisation: 'text',
      seal: 'text',
      ...PLACE_OPTIONS,
      batch: 'text',
      preview: 'text',
      out: 'text',
      item: 'text',
      cause: 'text',
      case: 'text',
      'certify-as': 'text',
      'require-evidence': 'flag',
      force: 'flag',
    },
    { min: 0, max: 1 },
  );
  const organisation = required(options.organisation, 'organisation');
  const seal = required(options.seal, 'seal');
  const certifyAs =
    options['certify-as'] === undefined ? undefined : oneOf(options['certify-as'], CERTIFYING_FORMS, 'certify-as');
  const place = placementOf(options);
  if (options.preview !== undefined) {
    if (options.batch !== undefined || options.out !== undefined)
      throw usage('--preview goes with neither --out nor --batch', '--preview 不能与 --out、--batch 同时使用');
    if (positionals.length === 0) throw usage('an argument is missing', '缺少参数');
    const { preview: picture, force } = options;
    return preview(context, { organisation, seal, place, file: positionals[0] ?? '', picture, force });
  }
  const out = required(options.out, 'out');
  const purpose = { item: options.item ?? 'stamp', caseNumber: options.case ?? null, cause: options.cause ?? 'command line' };
  if (options.batch !== undefined) {
    if (positionals.length > 0) throw usage('--batch takes the place of FILE', '--batch 不能与 FILE 同时使用');
    const { force, 'require-evidence': requireEvidence } = options;
    const batch = { organisation, folder: options.batch, out, seal, place, purpose, certifyAs, requireEvidence };
    return stampFolder(context, { ...batch, force });
  }
  if (positionals.length === 0) throw usage('an argument is missing', '缺少参数');
  await context.checkOutput(out, { force: options.force });
  const document = await context.readFile(positionals[0] ?? '');
  const service = await context.openService(context);
  try {
    const result = await stampDocument(service.value, context.actorOf(organisation), {
      document,
      seal,
      place,
      certifyAs,
      requireEvidence: options['require-evidence'],
      purpose,
    });
    await context.writeFile(out, result.document, { force: options.force });
    context.out(out);
    tellPendingEvidence(context, { level: result.evidence, file: out, later: 'not kept' });
    return EXIT.passed;
  } finally {
    await service.close();
  }
}

interface PreviewOrder {
  readonly organisation: string;
  readonly seal: string;
  readonly place: WantedPlace;
  readonly file: string;
  /** File of the picture. */
  readonly picture: string;
  readonly force: boolean;
}

async function preview(
  context: CliContext,
  { organisation, seal, place, file, picture, force }: PreviewOrder,
): Promise<ExitCode> {
  await context.checkOutput(picture, { force });
  const document = await context.readFile(file);
  const service = await context.openService(context);
  try {
    const reader = await context.documentReader(service.value.engine);
    const request = { document, seal, place };
    const shown = await previewStamp({ ...service.value, reader }, context.actorOf(organisation), request);
    await context.writeFile(picture, shown.picture, { force });
    context.out(picture);
    if (shown.pages.length < shown.of) {
      const pages = shown.pages.join(', ');
      context.err(
        context.language === 'zh'
          ? `yinzheng: 共 ${shown.of} 页有印章，图中为第 ${pages} 页`
          : `yinzheng: the seal stands on ${shown.of} pages; the picture shows ${pages}`,
      );
    }
    return EXIT.passed;
  } finally {
    await service.close();
  }
}
