import { fromUtf8 } from '../../base/bytes.ts';
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { nameText } from '../../pki/index.ts';
import { importKey, type KeyFile } from '../../services/keys/index.ts';
import { readArguments, required, usage } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';
import { keyFacts } from '../inspection/key.ts';
import { printFacts } from '../output/facts.ts';
import { readPurposes } from '../purposes.ts';

const LONGEST_LABEL = 100;

/** `yinzheng key import FILE.p12` takes a key from a key file (PKCS#12) into custody, with its certificate. */
export async function keyImport(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const table = { purpose: 'texts', 'passphrase-file': 'text', label: 'text', json: 'flag' } as const;
  const { positionals, options } = readArguments(argv, table, { min: 1, max: 1 });
  const [path = ''] = positionals;
  const purposes = readPurposes(options.purpose);
  if (purposes.length === 0) throw usage('--purpose is missing', '缺少 --purpose');
  const passphrase = firstLine(await context.readFile(required(options['passphrase-file'], 'passphrase-file')));
  const file = await openFile(context, path, passphrase);
  const opened = await context.openCustody();
  try {
    const label = (options.label ?? file.name ?? nameText(file.certificate.subject)).slice(0, LONGEST_LABEL);
    const key = await importKey(opened.value, context.actorOf(null), { file, label, purposes });
    const facts: Facts = { keys: [keyFacts(key, context.crypto)] };
    context.out(options.json ? JSON.stringify(facts, null, 2) : printFacts(facts, context));
    return EXIT.passed;
  } finally {
    file.privateKeyInfo.fill(0);
    await opened.close();
  }
}

/** The key file, or that what is there is none; what is wrong with one keeps its own words. */
async function openFile(context: CliContext, path: string, passphrase: string): Promise<KeyFile> {
  const bytes = await context.readFile(path);
  try {
    return await context.openKeyFile(bytes, passphrase);
  } catch (cause) {
    if (!isYinzhengError(cause, 'DER_MALFORMED')) throw cause;
    const reason = bilingual(
      `${path} is no key file (PKCS#12): ${cause.message}`,
      `${path} 不是密钥文件（PKCS#12）：${cause.chinese}`,
    );
    throw new YinzhengError('INPUT_INVALID', { reason }, { cause });
  }
}

/** The first line of a passphrase file without its end, as OpenSSL's `-passin file:` reads it. */
function firstLine(bytes: Uint8Array): string {
  return fromUtf8(bytes).split(/\r?\n/, 1)[0] ?? '';
}
