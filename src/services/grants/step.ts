import type { Actor } from '../../domain/access/index.ts';
import { currentVersion, sealInUse, type SealRecord } from '../../domain/seal/index.ts';
import { findSealInScope } from '../seals/find-seal.ts';
import { stepSeal } from '../seals/step-seal.ts';
import { tellEnded } from './end-versions.ts';
import type { GrantDependencies } from './ports.ts';
import { resumeSeal, stopSeal, type StopOrder } from './stop.ts';

/**
 * A step in a seal's life that somebody takes by itself: stopping and resuming reach custody and all servers, and a loss ends its versions in custody.
 * @throws {YinzhengError} as {@link stopSeal}, {@link resumeSeal} and `stepSeal` do
 */
export async function takeSealStep(
  deps: GrantDependencies,
  actor: Actor,
  order: StopOrder & {
    readonly step: 'suspend' | 'resume' | 'report-lost';
    /** Code of the authenticator that custody knows of the actor, for resuming. */
    readonly code?: string | null | undefined;
  },
): Promise<SealRecord> {
  const { step, seal: code, purpose, since } = order;
  switch (step) {
    case 'suspend': {
      const found = await findSealInScope(deps.records, actor, { action: 'seal:stop', code });
      // What is not in use is not stopped like this, but in an emergency.
      if (sealInUse(found)) await stopSeal(deps, actor, order);
      return stepSeal(deps, actor, { code, step, purpose, since });
    }
    case 'resume': {
      await resumeSeal(deps, actor, { ...order, code: order.code ?? null });
      const resumed = await findSealInScope(deps.records, actor, { action: 'seal:resume', code });
      // What has ended says so.
      return currentVersion(resumed) ? resumed : stepSeal(deps, actor, { code, step, purpose });
    }
    case 'report-lost': {
      const lost = await stepSeal(deps, actor, { code, step, purpose, since });
      await tellEnded(deps, code);
      return lost;
    }
  }
}
