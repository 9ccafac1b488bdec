import type { HttpServices } from '../../../http/services.ts';
import {
  authenticateCookie,
  changePassword,
  changeDataScope,
  changeRoles,
  checkStepUp,
  confirmSecondFactor,
  createAccount,
  enrolSecondFactor,
  getAccount,
  listAccounts,
  moveAccount,
  proveSecondFactor,
  recordDenial,
  removeSecondFactor,
  resetPassword,
  signIn,
  signOut,
  signOutEverywhere,
  signOutHolder,
  signOutHolderEverywhere,
  takeRole,
} from '../../../services/access/index.ts';
import {
  addClientKey,
  authoriseClient,
  blockClient,
  changeClient,
  closeClient,
  endApiKey,
  endClientKey,
  getClient,
  listApiKeys,
  listClients,
  makeClient,
  unblockClient,
} from '../../../services/clients/index.ts';
import {
  beginFederation,
  endByNotice,
  finishFederation,
  providerSignOut,
  readHolder,
  unlinkIdentity,
} from '../../../services/federation/index.ts';
import { closeEverywhere, lockEverywhere, unlockEverywhere } from '../../../services/grants/index.ts';
import { authenticateBearer, authenticateCertificate, issueToken } from '../../../services/oauth/index.ts';
import { authenticateSigned } from '../../../services/signed-requests/index.ts';
import type { HttpDependencies } from './dependencies.ts';

/** Who is let in: sessions, accounts, systems, identity providers. */
export function bindPeople({
  access,
  providers,
  licences,
  systems = {},
}: HttpDependencies): Pick<HttpServices, 'access' | 'accounts' | 'clients' | 'federation' | 'oauth'> {
  const { store, clock } = licences;
  const { records } = store;
  const shuttingOut = { ...access, grants: licences.grants };
  const registering = { ...access, ...systems };
  const oauth = { ...registering, issuer: licences.publicUrl };
  const federation = { ...access, providers };
  return {
    access: {
      signIn: (input) => signIn(access, input),
      signOut: (person) => signOut(access, person),
      signOutEverywhere: (person) => signOutEverywhere(access, person),
      enrolSecondFactor: (person) => enrolSecondFactor(access, person),
      confirmSecondFactor: (person, code) => confirmSecondFactor(access, person, code),
      proveSecondFactor: (person, code) => proveSecondFactor(access, person, code),
      takeRole: (person, role) => takeRole(access, person, role),
      changePassword: (person, change) => changePassword(access, person, change),
      authenticateCookie: (secret) => authenticateCookie(access, secret),
      signOutHolder: (holder) => signOutHolder(access, holder),
      signOutHolderEverywhere: (holder) => signOutHolderEverywhere(access, holder),
      readHolder: (holder) => readHolder(access, holder),
      sessionRules: access.sessionRules,
      checkStepUp: (who) => checkStepUp(who, access),
      authenticateBearer: (text, presented) => authenticateBearer(oauth, text, presented),
      authenticateCertificate: (certificate) => authenticateCertificate(oauth, certificate),
      authenticateSigned: (parts) => authenticateSigned(oauth, parts),
      recordDenial: (actor, action) => recordDenial(access, actor, action),
    },
    accounts: {
      list: (actor, page) => listAccounts(access, actor, page),
      get: (actor, id) => getAccount(access, actor, id),
      create: (actor, account) => createAccount(access, actor, account),
      changeDataScope: (actor, order) => changeDataScope(access, actor, order),
      changeRoles: (actor, order) => changeRoles(access, actor, order),
      lock: (actor, id) => lockEverywhere(shuttingOut, actor, id),
      unlock: (actor, order) => unlockEverywhere(shuttingOut, actor, order),
      resetPassword: (actor, id) => resetPassword(access, actor, id),
      move: (actor, order) => moveAccount(access, actor, order),
      close: (actor, id) => closeEverywhere(shuttingOut, actor, id),
      removeSecondFactor: (actor, id) => removeSecondFactor(access, actor, id),
      unlinkIdentity: (actor, id) => unlinkIdentity(access, actor, id),
    },
    clients: {
      list: (actor, page) => listClients(records, actor, page),
      get: (actor, id) => getClient(records, actor, id),
      make: (actor, order) => makeClient(access, actor, order),
      change: (actor, change) => changeClient(access, actor, change),
      authorise: (actor, order) => authoriseClient(access, actor, order),
      block: (actor, order) => blockClient(access, actor, order),
      unblock: (actor, order) => unblockClient(access, actor, order),
      close: (actor, order) => closeClient(access, actor, order),
      addKey: (actor, order) => addClientKey(registering, actor, order),
      endKey: (actor, order) => endClientKey(access, actor, order),
      apiKeys: (actor, page) => listApiKeys(access, actor, page),
      endApiKey: (actor, id) => endApiKey(access, actor, id),
      now: () => clock.now(),
    },
    federation: {
      begin: (name) => beginFederation(federation, name),
      finish: (name, back) => finishFederation(federation, name, back),
      endByNotice: (name, token) => endByNotice(federation, name, token),
      signOutUrl: (name) => providerSignOut(federation, name),
      home: `${licences.publicUrl}/`,
    },
    oauth: {
      issueToken: (order) => issueToken(oauth, order),
      issuer: oauth.issuer,
      believesIssuers: systems.clientTrust !== undefined,
    },
  };
}
