/** The command line as a process has it, its output kept; and an installation made by a real start of the server's own parts. */
import { execFile } from 'node:child_process';
import { cpSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import type { CliContext } from '../../src/cli/context.ts';
import type { DomainEvent } from '../../src/domain/journal/index.ts';
import { parseConfig } from '../../src/config/index.ts';
import { installationOpener } from '../../src/processes/installation/open.ts';
import { buildPrograms } from '../../tools/programs.mjs';
import { temporaryFolder } from './temporary.ts';

// Loaded as the program loads them: what commands load only when they need it must be of the same copy of every module.
const program = async () => {
  const [{ main }, { createCliContext }] = await Promise.all([
    import('../../src/cli/main.ts'),
    import('../../src/processes/cli/context.ts'),
  ]);
  return { main, createCliContext };
};

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

export interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** Folder whose `data` and `keys` are the installation; an empty one when absent. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Changes the context, to make its parts fail. */
  readonly change?: (context: CliContext) => CliContext;
}

/** Runs a command in this process. */
export async function run(argv: readonly string[], options: RunOptions = {}): Promise<Ran> {
  const { main, createCliContext } = await program();
  let out = '';
  let err = '';
  const context = createCliContext({
    env: { LANG: 'en_GB.UTF-8', ...options.env },
    cwd: options.cwd ?? temporaryFolder(),
    version: () => '0.0.0-test',
    out: (text) => void (out += text),
    err: (text) => void (err += text),
  });
  const code = await main(options.change ? options.change(context) : context, argv);
  return { code, out, err };
}

let installed: Promise<string> | null = null;

/** The folder of a demonstration installation that its server made, and has left: a copy of its own at each call. */
export async function installation(): Promise<string> {
  const folder = temporaryFolder();
  cpSync(await (installed ??= install()), folder, { recursive: true });
  return folder;
}

async function install(): Promise<string> {
  const folder = temporaryFolder();
  const config = parseConfig({ env: {}, cwd: folder, readText: () => null });
  const verifier = fileURLToPath(new URL('../../src/processes/verifier.ts', import.meta.url));
  const opened = await installationOpener({ verifier })(config, pino({ level: 'silent' }));
  await opened.stop();
  return folder;
}

/** The events of an installation's journal. */
export async function journalOf(folder: string): Promise<readonly DomainEvent[]> {
  const { createCliContext } = await program();
  const silent = { version: () => '', out: () => undefined, err: () => undefined };
  const opened = await createCliContext({ env: {}, cwd: folder, ...silent }).openMaintenance();
  try {
    return (await opened.value.store.journal.read(1, 1000)).map(({ event }) => event);
  } finally {
    await opened.close();
  }
}

let built: Promise<string> | null = null;

/** The command line built as `npm run build` builds it, in a folder of its own; resolves to `cli.js`. */
export function builtProgram(): Promise<string> {
  return (built ??= build());
}

async function build(): Promise<string> {
  const folder = temporaryFolder();
  cpSync(join(ROOT, 'package.json'), join(folder, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  await buildPrograms(join(folder, 'dist'));
  return join(folder, 'dist', 'cli.js');
}

/** Runs the built program as a process of its own. */
export async function runBuilt(
  argv: readonly string[],
  cwd: string,
  nodeOptions: readonly string[] = [],
  more: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const program = await builtProgram();
  const env = { PATH: process.env['PATH'] ?? '', LANG: 'en_GB.UTF-8', ...more };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [...nodeOptions, program, ...argv],
      { cwd, env, maxBuffer: 64 * 1024 * 1024 },
      (error, out, err) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === 'number') resolve({ code, out, err });
        else reject(error ?? new Error('the program was not run'));
      },
    );
  });
}
