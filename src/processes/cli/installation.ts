/** The installation as commands open it: what a server made, never a new one. Heavy parts are loaded with this file alone. */
import { createTrustFiles } from '../../adapters/trust/index.ts';
import type { Custody, Opened } from '../../cli/context.ts';
import type { Config } from '../../config/index.ts';
import { runNativeSelfTest } from '../../crypto/native/index.ts';
import type { MaintenanceDependencies } from '../../services/maintenance/index.ts';
import type { ReportSealing } from '../../services/verification/index.ts';
import { openEngine } from '../installation/engine.ts';
import { openGround, type Ground } from '../installation/ground.ts';
import { licenceDependencies } from '../installation/use-cases.ts';

/** Reports what went wrong beside the command's own work. */
type OnError = (error: unknown) => void;

/** What issuing, stamping and changing a status take. */
export function openService(config: Config, onError: OnError): Promise<Opened<ReportSealing>> {
  return openOn(config, onError, async (ground) => licenceDependencies(ground, await openEngine(config, ground.crypto), 'later'));
}

/** Keys and their journal. */
export function openCustody(config: Config, onError: OnError): Promise<Opened<Custody>> {
  return openOn(config, onError, ({ custody, relay, clock, crypto }) =>
    Promise.resolve({
      ...{ custody, journal: relay, clock, crypto },
      trustStore: createTrustFiles(config.trustDirectory, crypto),
    }),
  );
}

/** What keeping the installation in order takes. */
export function openMaintenance(config: Config, onError: OnError): Promise<Opened<MaintenanceDependencies>> {
  return openOn(config, onError, ({ store, relay, mark, clock, random, crypto }) =>
    Promise.resolve({ store, journal: relay, mark, clock, random, crypto }),
  );
}

/** Does a work on an installation and closes it. */
export async function withGround<T>(config: Config, onError: OnError, work: (ground: Ground) => Promise<T>): Promise<T> {
  const opened = await openOn(config, onError, (ground) => Promise.resolve(ground));
  try {
    return await work(opened.value);
  } finally {
    await opened.close();
  }
}

/** The same, to be looked at: nothing is written, not even what waits for the journal. */
export async function openExamination(config: Config, onError: OnError): Promise<Opened<MaintenanceDependencies>> {
  runNativeSelfTest();
  const ground = await openGround(config, { create: false, older: 'examined', onError });
  const { store, relay, mark, clock, random, crypto } = ground;
  return { value: { store, journal: relay, mark, clock, random, crypto }, close: () => ground.close() };
}

async function openOn<T>(config: Config, onError: OnError, open: (ground: Ground) => Promise<T>): Promise<Opened<T>> {
  runNativeSelfTest();
  const ground = await openGround(config, { create: false, onError });
  try {
    const value = await open(ground);
    return {
      value,
      async close() {
        try {
          // No server may be running that would bring what this command did into the journal.
          await ground.relay.drain();
        } finally {
          await ground.close();
        }
      },
    };
  } catch (error) {
    await ground.close();
    throw error;
  }
}
