/** An installation that a server's own parts made in a folder, used and closed as often as a test wants. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { parseConfig, type Config } from '../../src/config/index.ts';
import type { LicenceRecord } from '../../src/domain/licence/index.ts';
import { openGround, type Ground } from '../../src/processes/installation/ground.ts';
import { installationOpener } from '../../src/processes/installation/open.ts';
import type { Installation } from '../../src/processes/server/installation.ts';
import { issueLicence, type LicenceDependencies } from '../../src/services/licences/index.ts';
import { issueRequest, ISSUER } from './http.ts';
import { temporaryFolder } from './temporary.ts';

const open = installationOpener({ verifier: fileURLToPath(new URL('verifier-thread.mjs', import.meta.url)) });

/** A clerk of the demonstration's issuer. */
export const SERVED_CLERK = {
  person: 'clerk',
  organisation: ISSUER,
  capacity: 'issuer',
  onBehalfOf: null,
  client: 'test',
  session: null,
} as const;

/** The configuration of a folder with `data` and `keys`, as the server reads it there. */
export function configOf(folder: string, env: Readonly<Record<string, string>> = {}): Config {
  return parseConfig({ env, cwd: folder, readText: () => null });
}

/** Does a work on a running installation and stops it. */
export async function withServed<T>(config: Config, work: (installation: Installation) => Promise<T>): Promise<T> {
  const installation = await open(config, pino({ level: 'silent' }));
  try {
    return await work(installation);
  } finally {
    await installation.stop();
  }
}

/** Does a work on keys and store alone, as commands do, and closes them. */
export async function withOpened<T>(config: Config, work: (ground: Ground) => Promise<T>): Promise<T> {
  const ground = await openGround(config, {
    create: false,
    onError: (error) => {
      throw error;
    },
  });
  try {
    return await work(ground);
  } finally {
    await ground.relay.drain();
    await ground.close();
  }
}

/** A new installation's folder, with the demonstration. */
export async function newInstallation(): Promise<string> {
  const folder = join(temporaryFolder(), 'installation');
  await withServed(configOf(folder), () => Promise.resolve());
  return folder;
}

/** Issues so many licences, many at a time. */
export async function issueMany(licences: LicenceDependencies, count: number): Promise<readonly LicenceRecord[]> {
  const issued: LicenceRecord[] = [];
  let begun = 0;
  await Promise.all(
    Array.from({ length: 16 }, async () => {
      while (begun < count) {
        begun++;
        const request = issueRequest() as Parameters<typeof issueLicence>[2];
        issued.push((await issueLicence(licences, SERVED_CLERK, request)).licence);
      }
    }),
  );
  return issued;
}
