import { readFileSync } from 'node:fs';
import { pino } from 'pino';
import { isYinzhengError } from '../../base/errors/index.ts';
import { parseConfig, type Config } from '../../config/index.ts';
import { withArguments } from './arguments.ts';
import type { OpenInstallation } from './installation.ts';
import { startScreen } from './screen.ts';
import { startServer, type RunningServer } from './start.ts';

/** Runs the server until it is told to stop. */
export async function runServer(options: { readonly open: OpenInstallation; readonly webRoot: string }): Promise<void> {
  let config: Config;
  let running: RunningServer;
  try {
    config = parseConfig({ env: withArguments(process.env, process.argv.slice(2)), cwd: process.cwd(), readText });
    const log = pino({ level: config.logLevel, base: { pid: process.pid } });
    running = await startServer(config, { ...options, log });
    for (const signal of ['SIGTERM', 'SIGINT'] as const) {
      // A second signal ends the process at once: then nothing handles it any more.
      process.once(signal, () => void end(running, 0));
    }
    process.once('uncaughtException', (error) => {
      log.fatal({ error: error.name, frames: framesOf(error) }, 'unexpected');
      void end(running, 1);
    });
  } catch (error) {
    process.stderr.write(failureText(error));
    process.exitCode = 1;
    return;
  }
  process.stdout.write(`${startScreen(config, running)}\n`);
}

async function end(running: RunningServer, code: number): Promise<void> {
  process.exitCode = code;
  try {
    await running.stop();
  } catch (error) {
    process.stderr.write(failureText(error));
    process.exitCode = 1;
  }
}

/** Why the server does not run, in both languages; a fault of ours with its place. */
export function failureText(error: unknown): string {
  if (!isYinzhengError(error)) return `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`;
  const { faults } = error.details;
  if (error.code === 'CONFIGURATION_INVALID' && Array.isArray(faults)) {
    return ['配置无效 The configuration is not valid:', ...faults.map((fault) => `  ${fault}`), ''].join('\n');
  }
  return `${error.chinese}\n${error.message}\n`;
}

function framesOf(error: Error): readonly string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 12);
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
