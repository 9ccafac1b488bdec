export type { HolderAttributes } from './enter-holder.ts';
export { finishFederation, type FederationReturn } from './finish.ts';
export { beginFederation, FLOW_LIFE, type BegunFlow } from './flow.ts';
export {
  PROVIDER_NAMES,
  type FederationDependencies,
  type FlowTerms,
  type IdentityAttributes,
  type IdentityProvider,
  type LogoutNotice,
  type ProvedIdentity,
  type ProviderName,
} from './ports.ts';
export { readHolder } from './read-holder.ts';
export { endByNotice, providerSignOut, sweepHolderSessions } from './sign-out.ts';
export { unlinkIdentity } from './unlink.ts';
