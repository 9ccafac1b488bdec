import { createTrustFiles } from '../../adapters/trust/index.ts';
import { isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import type { DocumentEngine } from '../../documents/index.ts';
import { prepareTrust, type PreparedTrust } from '../../pki/index.ts';
import type { EvidenceDependencies } from '../../services/evidence/index.ts';
import type { TimeStamper } from '../../services/pki/index.ts';
import { createEvidence } from '../installation/evidence.ts';
import type { Ground } from '../installation/ground.ts';
import { createTimeStamping } from '../installation/time-stamping.ts';

/** A command gives few time stamps, and the next one should not have to wait for a bound that this one raised far ahead, ms. */
const LEAD = 50;

/**
 * The sources of evidence that a server has, for a command: the trust folder, the units and the clock are looked at when the first time
 * stamp is asked for, and no unit is made. Of faults each is told once.
 */
export function commandEvidence(
  ground: Ground,
  parts: { readonly engine: DocumentEngine; readonly onError: (error: unknown) => void },
): EvidenceDependencies {
  const trustStore = createTrustFiles(ground.config.trustDirectory, ground.crypto);
  let prepared: PreparedTrust | null = null;
  const trust = (): PreparedTrust => {
    if (prepared === null) throw new YinzhengError('REVOCATION_UNAVAILABLE');
    return prepared;
  };
  const onError = onceEach(parts.onError);
  const timeStamping = createTimeStamping(ground, { trust, trustStore, onError, lead: LEAD });
  const look = async (): Promise<void> => {
    prepared = prepareTrust(await trustStore.load(), ground.crypto);
    await Promise.all([timeStamping.find(), timeStamping.askAboutClock()]);
  };
  let opening: Promise<void> | null = null;
  const open = (): Promise<void> => (opening ??= look());
  const timeStamps: TimeStamper = {
    largest: timeStamping.stamper.largest,
    async stamp(imprint) {
      await open();
      return timeStamping.stamper.stamp(imprint);
    },
  };
  return { ...createEvidence(ground, { engine: parts.engine, timeStamps, trust, onError }).dependencies, open };
}

/** What lies under a fault of the authority is told by the authority itself, and again by who asked it. */
function onceEach(tell: (error: unknown) => void): (error: unknown) => void {
  const told = new Set<string>();
  return (error) => {
    const words = isYinzhengError(error) ? `${error.code} ${error.message}` : null;
    if (words !== null && told.has(words)) return;
    if (words !== null) told.add(words);
    tell(error);
  };
}
