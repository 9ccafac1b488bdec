import { utf8 } from '../../base/bytes.ts';
import { writePem, type NameFields } from '../../pki/index.ts';
import { keyIn } from '../../services/keys/index.ts';
import {
  attachCertificate,
  generateKey,
  KEY_ALGORITHMS,
  needsSm2,
  requestCertificate,
  type KeyAlgorithm,
  type KeyPurpose,
} from '../../services/pki/index.ts';
import { readArguments, required, usage } from '../arguments.ts';
import type { CliContext, Custody } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import type { Facts } from '../inspection/facts.ts';
import { keyFacts } from '../inspection/key.ts';
import { printFacts } from '../output/facts.ts';
import { readPurposes } from '../purposes.ts';
import { readCertificate } from '../read-certificate.ts';
import { readSubject } from '../subject.ts';

const TABLE = {
  label: 'text',
  purpose: 'texts',
  algorithm: 'text',
  csr: 'text',
  subject: 'text',
  certificate: 'text',
  key: 'text',
  list: 'flag',
  json: 'flag',
  force: 'flag',
} as const;
/** What a key is for when nothing is said: the key of a seal, whose certificate is asked for elsewhere. */
const USUAL_PURPOSES: readonly KeyPurpose[] = ['seal-signature', 'csr'];
const LONGEST_LABEL = 100;

type KeygenOptions = ReturnType<typeof readArguments<typeof TABLE>>['options'];

/**
 * `yinzheng keygen --label TEXT` makes a key pair in the keystore; `--csr FILE --subject NAME` writes a request for its certificate, or
 * for that of `--key ID`; `--certificate FILE --key ID` attaches it; `--list` lists the keys.
 */
export async function keygen(context: CliContext, argv: readonly string[]): Promise<ExitCode> {
  const { options } = readArguments(argv, TABLE, { min: 0, max: 0 });
  const task = taskOf(options);
  const print = (facts: Facts): void => context.out(options.json ? JSON.stringify(facts, null, 2) : printFacts(facts, context));
  if (options.csr !== undefined) await context.checkOutput(options.csr, { force: options.force });
  const certificate = task.kind === 'attach' ? await readCertificate(context, task.file) : null;
  const opened = await context.openCustody();
  try {
    const desk = opened.value;
    const actor = context.actorOf(null);
    switch (task.kind) {
      case 'list':
        print({ keys: (await desk.custody.list()).map((key) => keyFacts(key, context.crypto)) });
        break;
      case 'attach':
        await attachCertificate(desk, actor, { keyId: task.key, certificate: certificate?.raw ?? new Uint8Array(0) });
        print({ keys: [keyFacts(await keyIn(desk, task.key), context.crypto)] });
        break;
      case 'make':
      case 'request': {
        const key = task.kind === 'make' ? await generateKey(desk, actor, task) : await keyIn(desk, task.key);
        if (task.request) await writeRequest(context, desk, { ...task.request, keyId: key.keyId, force: options.force });
        print({ keys: [keyFacts(key, context.crypto)], ...(task.request ? { request: task.request.file } : {}) });
      }
    }
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}

interface RequestTask {
  readonly file: string;
  readonly subject: NameFields;
}

type Task =
  | { readonly kind: 'list' }
  | { readonly kind: 'attach'; readonly key: string; readonly file: string }
  | { readonly kind: 'request'; readonly key: string; readonly request: RequestTask }
  | {
      readonly kind: 'make';
      readonly label: string;
      readonly purposes: readonly KeyPurpose[];
      readonly algorithm: KeyAlgorithm;
      readonly request: RequestTask | null;
    };

/** What is asked for; throws USAGE where options do not go together. */
function taskOf(options: KeygenOptions): Task {
  const { label, key, csr, subject, certificate, purpose, algorithm, list } = options;
  const others =
    [label, key, csr, subject, certificate, algorithm].filter((value) => value !== undefined).length + purpose.length;
  if (list) {
    if (others > 0) throw usage('--list stands alone', '--list 须单独使用');
    return { kind: 'list' };
  }
  if (certificate !== undefined) {
    if (others > 2) throw usage('--certificate goes with --key alone', '--certificate 只与 --key 同用');
    return { kind: 'attach', key: required(key, 'key'), file: certificate };
  }
  if (subject !== undefined && csr === undefined) throw usage('--subject goes with --csr', '--subject 须与 --csr 同用');
  const request = csr === undefined ? null : { file: csr, subject: readSubject(required(subject, 'subject')) };
  if (key !== undefined) {
    if (label !== undefined || algorithm !== undefined || purpose.length > 0)
      throw usage('--key is a key that exists already', '--key 指已有的密钥');
    if (!request) throw usage('--key goes with --csr or --certificate', '--key 须与 --csr 或 --certificate 同用');
    return { kind: 'request', key, request };
  }
  const purposes = purpose.length === 0 ? USUAL_PURPOSES : readPurposes(purpose);
  if (request && !purposes.includes('csr')) throw usage('--csr needs the purpose csr', '--csr 需要用途 csr');
  const name = required(label, 'label').trim();
  if (name === '' || name.length > LONGEST_LABEL || /\p{Cc}/u.test(name)) {
    throw usage(`--label takes 1 to ${LONGEST_LABEL} characters`, `--label 须为 1 到 ${LONGEST_LABEL} 个字符`);
  }
  const kind = algorithmOf(algorithm);
  const wrong = kind === 'sm2' ? undefined : purposes.find(needsSm2);
  if (wrong) throw usage(`--purpose ${wrong} needs an SM2 key`, `--purpose ${wrong} 须使用 SM2 密钥`);
  return { kind: 'make', label: name, purposes, algorithm: kind, request };
}

function algorithmOf(given: string | undefined): KeyAlgorithm {
  if (given === undefined) return 'sm2';
  const found = KEY_ALGORITHMS.find((algorithm) => algorithm === given);
  if (!found)
    throw usage(`--algorithm is one of ${KEY_ALGORITHMS.join(', ')}`, `--algorithm 须为 ${KEY_ALGORITHMS.join('、')} 之一`);
  return found;
}

async function writeRequest(
  context: CliContext,
  { custody }: Custody,
  { file, subject, keyId, force }: RequestTask & { readonly keyId: string; readonly force: boolean },
): Promise<void> {
  const authorisation = { actor: 'cli', reference: `certificate request for key ${keyId}` };
  const der = await requestCertificate(custody, { keyId, subject, authorisation });
  await context.writeFile(file, utf8(writePem('CERTIFICATE REQUEST', der)), { force });
}
