/** Every route that is mounted, called by everybody there is. */
import assert from 'node:assert/strict';
import request, { type Response } from 'supertest';
import type { DataScope } from '../../src/domain/access/index.ts';
import { createAccount, csrfToken as tokenOf } from '../../src/services/access/index.ts';
import { addClientKey, authoriseClient, makeClient } from '../../src/services/clients/index.ts';
import { enterHolder } from '../../src/services/federation/enter-holder.ts';
import { SERVER_ACTOR } from '../../src/services/platform.ts';
import { administratorAs } from '../support/access.ts';
import { bearer, ISSUER, openApp, signInAs, type OpenApp } from '../support/http.ts';
import { mounted } from '../support/routes.ts';

/**
 * Who calls: accounts of the demonstration by their roles, somebody with an initial password, a holder, a system by an API key of before
 * and one by an API key of a registered system that is let in to verify only, and nobody known.
 */
const CALLERS = {
  issuer: 'clerk',
  'seal-user': 'sealer',
  'seal-keeper': 'keeper',
  'seal-approver': 'approver',
  'seal-maker': 'maker',
  'catalogue-editor': 'cataloguer',
  'catalogue-approver': 'publisher',
  verifier: 'counter',
  auditor: 'auditor',
  administrator: 'admin',
  'security-administrator': 'security',
} as const;
type Caller = keyof typeof CALLERS | 'initial' | 'holder' | 'system' | 'limited' | 'nobody';

const PEOPLE = Object.keys(CALLERS) as readonly (keyof typeof CALLERS)[];
const ALL: readonly Caller[] = [...PEOPLE, 'initial', 'holder', 'system', 'limited', 'nobody'];
const KNOWN: readonly Caller[] = [...PEOPLE, 'initial', 'holder', 'system', 'limited'];
const OF_SESSIONS: readonly Caller[] = [...PEOPLE, 'initial'];
const ISSUING: readonly Caller[] = ['issuer', 'system'];
const SEALING: readonly Caller[] = ['seal-user', 'system'];
const SEAL_DUTIES: readonly Caller[] = ['seal-keeper', 'seal-approver', 'seal-maker'];
const CATALOGUE: readonly Caller[] = ['catalogue-editor', 'catalogue-approver'];
const LOOKING: readonly Caller[] = ['auditor', 'administrator', 'security-administrator'];

/** Who may call what; written down here and not computed from the policy, so that neither changes without the other. */
const ALLOWED: Readonly<Record<string, readonly Caller[]>> = {
  'post /api/v1/session': ALL,
  'get /api/v1/session': KNOWN,
  'delete /api/v1/session': KNOWN,
  'post /api/v1/session/password': KNOWN,
  'post /api/v1/session/role': KNOWN,
  'post /api/v1/session/second-factor': KNOWN,
  'post /api/v1/session/second-factor/enrolment': PEOPLE,
  'post /api/v1/session/second-factor/confirmation': KNOWN,
  'delete /api/v1/sessions': [...OF_SESSIONS, 'holder'],

  'get /api/v1/accounts': LOOKING,
  'get /api/v1/accounts/{account}': LOOKING,
  'post /api/v1/accounts': ['administrator'],
  'post /api/v1/accounts/{account}/password': ['administrator'],
  'post /api/v1/accounts/{account}/closure': ['administrator'],
  'post /api/v1/accounts/{account}/organisation': ['administrator'],
  'post /api/v1/accounts/{account}/roles': ['security-administrator'],
  'post /api/v1/accounts/{account}/data-scope': ['security-administrator'],
  'delete /api/v1/accounts/{account}/second-factor': ['security-administrator'],
  'post /api/v1/accounts/{account}/lock': ['security-administrator'],
  'post /api/v1/accounts/{account}/unlock': ['security-administrator'],

  'get /api/v1/alarms': ['auditor', 'security-administrator'],
  'get /api/v1/journal-entries': ['auditor'],
  'get /api/v1/quality-findings': ['issuer', 'auditor'],
  'post /api/v1/quality-findings/{licence}/handling': ['issuer'],
  'get /api/v1/statistics': ['issuer', 'auditor'],
  'get /api/v1/statistics/export': ['issuer', 'auditor'],
  'get /api/v1/clients': LOOKING,
  'get /api/v1/clients/{client}': LOOKING,
  'post /api/v1/clients': ['administrator'],
  'post /api/v1/clients/{client}/changes': ['administrator'],
  'post /api/v1/clients/{client}/closure': ['administrator'],
  'post /api/v1/clients/{client}/keys': ['administrator'],
  'delete /api/v1/clients/{client}/keys/{key}': ['administrator'],
  'post /api/v1/clients/{client}/authorisation': ['security-administrator'],
  'post /api/v1/clients/{client}/block': ['security-administrator'],
  'post /api/v1/clients/{client}/unblock': ['security-administrator'],
  'get /api/v1/api-keys': LOOKING,
  'delete /api/v1/api-keys/{key}': ['administrator'],
  'delete /api/v1/accounts/{account}/identity': ['security-administrator'],
  'get /oidc/{provider}/sign-in': ALL,
  'get /oidc/{provider}/callback': ALL,
  'post /oidc/{provider}/backchannel-logout': ALL,
  'post /oauth2/token': ALL,
  'get /.well-known/oauth-authorization-server': ALL,

  'get /api/v1/licence-types': ['issuer', 'seal-user', ...SEAL_DUTIES, ...CATALOGUE, 'verifier', 'administrator', 'system'],
  'get /api/v1/licence-types/{code}': [
    'issuer',
    'seal-user',
    ...SEAL_DUTIES,
    ...CATALOGUE,
    'verifier',
    'administrator',
    'system',
  ],
  'get /api/v1/catalogue/{kind}': CATALOGUE,
  'get /api/v1/catalogue/licence-types/{id}/preview': CATALOGUE,
  'get /api/v1/catalogue/{kind}/{id}': CATALOGUE,
  'post /api/v1/catalogue/{kind}/{id}/draft': ['catalogue-editor'],
  'post /api/v1/catalogue/{kind}/{id}/submission': ['catalogue-editor'],
  'post /api/v1/catalogue/{kind}/{id}/discard': ['catalogue-editor'],
  'post /api/v1/catalogue/{kind}/{id}/return': ['catalogue-approver'],
  'post /api/v1/catalogue/{kind}/{id}/publication': ['catalogue-approver'],
  'post /api/v1/catalogue/{kind}/{id}/withdrawal': ['catalogue-editor'],
  'post /api/v1/catalogue/{kind}/{id}/withdrawal/refusal': ['catalogue-approver'],
  'post /api/v1/catalogue/{kind}/{id}/withdrawal/approval': ['catalogue-approver'],
  'get /api/v1/catalogue-files': CATALOGUE,
  'post /api/v1/catalogue-files': ['catalogue-editor'],
  'get /api/v1/organisations': [...PEOPLE, 'system'],
  'get /api/v1/organisations/{code}': [...PEOPLE, 'system'],
  'post /api/v1/organisations': ['administrator'],
  'post /api/v1/organisations/{code}/changes': ['administrator'],
  'get /api/v1/organisations/{code}/renaming': ['administrator'],
  'post /api/v1/organisations/{code}/end': ['administrator'],
  'post /api/v1/organisations/{code}/end/withdrawal': ['administrator'],
  'post /api/v1/organisations/{code}/successors': ['administrator'],
  'get /api/v1/areas': [...PEOPLE, 'system'],
  'get /api/v1/areas/export': [...PEOPLE, 'system'],
  'get /api/v1/areas/{code}': [...PEOPLE, 'system'],
  'post /api/v1/areas/import': ['administrator'],
  'post /api/v1/areas/{code}/succession': ['administrator'],
  'get /api/v1/lines': [...PEOPLE, 'system'],
  'get /api/v1/lines/export': [...PEOPLE, 'system'],
  'get /api/v1/lines/{code}': [...PEOPLE, 'system'],
  'post /api/v1/lines/import': ['administrator'],
  'get /api/v1/seals': ['issuer', 'seal-user', ...SEAL_DUTIES, 'system'],
  'get /api/v1/seal-stops': ['issuer', 'seal-user', ...SEAL_DUTIES, 'system'],
  'get /api/v1/seals/{code}': ['issuer', 'seal-user', ...SEAL_DUTIES, 'system'],
  'post /api/v1/seals/{code}/stop': SEAL_DUTIES,
  'post /api/v1/seals/{code}/resumption': ['seal-approver'],
  'post /api/v1/seals/{code}/loss': SEAL_DUTIES,
  'get /api/v1/seal-filings': ['issuer', 'seal-user', ...SEAL_DUTIES, 'system'],
  'post /api/v1/seal-filings': ['seal-maker'],
  'get /api/v1/seal-applications': ['issuer', 'seal-user', ...SEAL_DUTIES, 'system'],
  'get /api/v1/seal-applications/{id}': ['issuer', 'seal-user', ...SEAL_DUTIES, 'system'],
  'post /api/v1/seal-applications': ['seal-keeper'],
  'post /api/v1/seal-applications/{id}/withdrawal': ['seal-keeper'],
  'post /api/v1/seal-applications/{id}/approval': ['seal-approver'],
  'post /api/v1/seal-applications/{id}/refusal': ['seal-approver'],
  'post /api/v1/seal-applications/{id}/seal': ['seal-maker'],
  'post /api/v1/seal-applications/{id}/filing': ['seal-maker'],
  'post /api/v1/seal-applications/{id}/cancellation': ['seal-maker'],

  'get /api/v1/seal-grants': [...SEALING, 'issuer', 'seal-keeper', 'auditor'],
  'get /api/v1/seal-grants/{grant}': [...SEALING, 'issuer', 'seal-keeper', 'auditor'],
  'post /api/v1/seal-grants': ['seal-keeper'],
  'post /api/v1/seal-grants/{grant}/confirmation': ['seal-keeper'],
  'post /api/v1/seal-grants/{grant}/refusal': ['seal-keeper'],
  'post /api/v1/seal-grants/{grant}/end': ['seal-keeper'],

  'get /api/v1/seal-use-applications': [...SEALING, 'seal-keeper'],
  'get /api/v1/seal-use-applications/{application}': [...SEALING, 'seal-keeper'],
  'delete /api/v1/seal-use-applications/{application}': [...SEALING, 'seal-keeper'],
  'post /api/v1/seal-use-applications': SEALING,
  'post /api/v1/seal-use-applications/{application}/approval': ['seal-user', 'seal-keeper'],
  'post /api/v1/seal-use-applications/{application}/refusal': ['seal-user', 'seal-keeper'],
  'post /api/v1/seal-approvers': ['seal-keeper'],
  'post /api/v1/seal-approvers/deputies': ['seal-user', 'seal-keeper'],
  'post /api/v1/seal-approvers/handovers': ['seal-user', 'seal-keeper'],
  'post /api/v1/seals/{code}/emergency-stop': SEAL_DUTIES,
  'post /api/v1/seals/{code}/emergency-stop/end': ['seal-approver'],

  'get /api/v1/stampings': ['seal-user', 'seal-keeper', 'auditor'],
  'get /api/v1/stampings/export': ['seal-user', 'seal-keeper', 'auditor'],
  'get /api/v1/stampings/{stamping}': ['seal-user', 'seal-keeper', 'auditor'],

  'get /api/v1/seals/{code}/compromise': SEAL_DUTIES,
  'post /api/v1/seals/{code}/compromise': SEAL_DUTIES,
  'get /api/v1/seals/{code}/compromise/documents': SEAL_DUTIES,
  'get /api/v1/seals/{code}/compromise/notices': SEAL_DUTIES,
  'post /api/v1/seals/{code}/compromise/reseal': SEAL_DUTIES,

  'post /api/v1/licence-previews': ISSUING,
  'post /api/v1/licence-drafts': ISSUING,
  'get /api/v1/licence-drafts': ISSUING,
  'get /api/v1/licence-drafts/{draft}': ISSUING,
  'get /api/v1/licence-drafts/{draft}/preview': ISSUING,
  'post /api/v1/licence-drafts/{draft}/content': ISSUING,
  'post /api/v1/licence-drafts/{draft}/return': ISSUING,
  'post /api/v1/licence-drafts/{draft}/withdrawal': ISSUING,
  'post /api/v1/licence-drafts/{draft}/issue': ISSUING,
  'get /api/v1/issue-tables': ISSUING,
  'post /api/v1/issue-batches': ISSUING,
  'get /api/v1/issue-batches': ISSUING,
  'get /api/v1/issue-batches/{batch}': ISSUING,
  'delete /api/v1/issue-batches/{batch}': ISSUING,
  'post /api/v1/issue-batches/{batch}/start': ISSUING,
  'post /api/v1/issue-batches/{batch}/cancellation': ISSUING,
  'get /api/v1/issue-batches/{batch}/results': ISSUING,
  'get /api/v1/licences': ISSUING,
  'post /api/v1/licences': ISSUING,
  'post /api/v1/licences/searches': ISSUING,
  'get /api/v1/licences/{identifier}': ISSUING,
  'get /api/v1/licences/{identifier}/file': ISSUING,
  'post /api/v1/licences/{identifier}/editions': ISSUING,
  'post /api/v1/licences/{identifier}/papers': ISSUING,
  'post /api/v1/licences/{identifier}/paper-steps': ISSUING,
  'get /api/v1/licences/{identifier}/paper-overlay': ISSUING,
  'get /api/v1/papers-due': ISSUING,
  'post /api/v1/licences/{identifier}/attachments': ISSUING,
  'get /api/v1/licences/{identifier}/attachments/{attachment}': ISSUING,
  'post /api/v1/licences/{identifier}/annual-reviews': ISSUING,
  'get /api/v1/annual-reviews': ISSUING,
  'post /api/v1/licences/{identifier}/status-events': ISSUING,
  'get /api/v1/collecting-sources': ['issuer', 'auditor', 'administrator', 'system'],
  'get /api/v1/collecting-sources/{source}': ['issuer', 'auditor', 'administrator', 'system'],
  'post /api/v1/collecting-sources/{source}': ['administrator'],
  'post /api/v1/collecting-sources/{source}/items': ['system'],
  'post /api/v1/collecting-sources/{source}/reconciliation': ['system'],
  'get /api/v1/collecting-sources/{source}/errors': ['issuer', 'auditor', 'administrator', 'system'],
  'post /api/v1/collecting-sources/{source}/errors/{item}/retry': ['administrator'],
  'get /api/v1/return-flow': ISSUING,
  'get /api/v1/status-mappings': ['issuer', 'seal-user', ...SEAL_DUTIES, ...CATALOGUE, 'verifier', 'administrator', 'system'],
  'get /api/v1/status-mappings/{mapping}/licences/{identifier}': ['issuer', 'seal-user', 'verifier', 'system', 'limited'],
  'post /api/v1/status-mappings': ['catalogue-editor'],
  'get /api/v1/status-applications': ISSUING,
  'post /api/v1/licences/{identifier}/status-applications': ISSUING,
  'post /api/v1/licences/{identifier}/status-applications/{application}/approval': ISSUING,
  'post /api/v1/licences/{identifier}/status-applications/{application}/refusal': ISSUING,
  'post /api/v1/licences/{identifier}/status-applications/{application}/withdrawal': ISSUING,
  'post /api/v1/licences/{identifier}/copies': ISSUING,
  'get /api/v1/licences/{identifier}/copies': ISSUING,
  'post /api/v1/licences/{identifier}/cancelled-rendition': ISSUING,
  'get /api/v1/licence-copies/{number}/file': ISSUING,
  'post /api/v1/seals/{code}/use-for-copies': ['seal-keeper'],

  'get /api/v1/my/licences': ['holder'],
  'get /api/v1/my/licences/{identifier}': ['holder'],
  'get /api/v1/my/licences/{identifier}/file': ['holder'],
  'get /api/v1/my/numbers': ['holder'],
  'post /api/v1/my/numbers': ['holder'],
  'delete /api/v1/my/numbers/{link}': ['holder'],
  'get /api/v1/my/presentation-password': ['holder'],
  'post /api/v1/my/presentation-password': ['holder'],
  'get /api/v1/my/presentations': ['holder'],
  'post /api/v1/my/presentations': ['holder'],
  'delete /api/v1/my/presentations/{presentation}': ['holder'],
  'get /api/v1/my/shares': ['holder'],
  'post /api/v1/my/shares': ['holder'],
  'delete /api/v1/my/shares/{share}': ['holder'],
  'post /api/v1/presentations/views': ['issuer', 'verifier', 'system'],
  'post /api/v1/presentations/public-views': ALL,
  'post /api/v1/presentations/link-views': ALL,
  'get /api/v1/shares': ['issuer', 'verifier', 'system'],
  'post /api/v1/shares/{share}/uses': ['issuer', 'verifier', 'system'],
  'post /api/v1/shares/{share}/file': ['issuer', 'verifier', 'system'],
  'get /api/v1/my/uses': ['holder'],
  'get /api/v1/my/uses/export': ['holder'],
  'post /api/v1/my/uses/{use}/objections': ['holder'],
  'post /api/v1/duty-checks': ['issuer', 'verifier', 'system'],
  'get /api/v1/duty-checks/copies/{number}/file': ['issuer', 'verifier', 'system'],
  'get /api/v1/licence-demands': ['issuer'],
  'get /api/v1/licence-demands/{demand}': ['issuer'],
  'post /api/v1/licence-demands/{demand}/answer': ['issuer'],
  'get /api/v1/my/notices': ['holder'],
  'post /api/v1/my/notices/{notice}/reading': ['holder'],
  'post /api/v1/my/objections': ['holder'],
  'get /api/v1/my/objections': ['holder'],
  'get /api/v1/my/objections/{objection}': ['holder'],
  'post /api/v1/my/objections/{objection}/attachments': ['holder'],
  'get /api/v1/my/objections/{objection}/attachments/{attachment}': ['holder'],
  'post /api/v1/my/objections/{objection}/withdrawal': ['holder'],
  'post /api/v1/my/objections/{objection}/closure': ['holder'],
  'post /api/v1/objections': ['issuer', 'verifier'],
  'get /api/v1/objections': ['issuer', 'verifier'],
  'get /api/v1/objections/{objection}': ['issuer', 'verifier'],
  'post /api/v1/objections/{objection}/attachments': ['issuer', 'verifier'],
  'get /api/v1/objections/{objection}/attachments/{attachment}': ['issuer', 'verifier'],
  'post /api/v1/objections/{objection}/withdrawal': ['issuer', 'verifier'],
  'post /api/v1/objections/{objection}/closure': ['issuer', 'verifier'],
  'post /api/v1/objections/{objection}/acceptance': ['issuer'],
  'post /api/v1/objections/{objection}/refusal': ['issuer'],
  'post /api/v1/objections/{objection}/answer': ['issuer'],
  'get /api/v1/working-calendars': ['issuer', 'verifier', 'administrator'],
  'post /api/v1/working-calendars': ['administrator'],
  'get /api/v1/my/representations': ['holder'],
  'post /api/v1/my/representations': ['holder'],
  'delete /api/v1/my/representations/{representation}': ['holder'],
  'post /api/v1/my/delegations': ['holder'],
  'get /api/v1/representations': ['verifier'],
  'get /api/v1/representations/{representation}': ['verifier'],
  'post /api/v1/representations/{representation}/acceptance': ['verifier'],
  'post /api/v1/representations/{representation}/refusal': ['verifier'],
  'get /api/v1/holder-links': ['verifier'],
  'get /api/v1/holder-links/{link}': ['verifier'],
  'post /api/v1/holder-links/{link}/acceptance': ['verifier'],
  'post /api/v1/holder-links/{link}/refusal': ['verifier'],

  'post /api/v1/licences/{identifier}/hold': ['issuer'],
  'post /api/v1/licences/{identifier}/hold/release': ['issuer'],
  'get /api/v1/retention-rules': ['issuer', ...LOOKING],
  'post /api/v1/retention-rules': ['administrator'],
  'get /api/v1/destruction-lists': ['issuer', ...LOOKING],
  'get /api/v1/destruction-lists/{list}': ['issuer', ...LOOKING],
  'post /api/v1/destruction-lists': ['issuer'],
  'post /api/v1/destruction-lists/{list}/review': ['issuer'],
  'post /api/v1/destruction-lists/{list}/approval': ['security-administrator'],
  'post /api/v1/destruction-lists/{list}/refusal': ['issuer', 'security-administrator'],
  'post /api/v1/destruction-lists/{list}/execution': ['issuer'],

  'post /api/v1/stamps': SEALING,
  'post /api/v1/stamps/preview': SEALING,
  'post /api/v1/stamps/{id}/signature': SEALING,
  'get /api/v1/stamps/{id}/file': SEALING,
  'delete /api/v1/stamps/{id}': SEALING,
  'post /api/v1/documents/stamped': SEALING,
  'post /api/v1/stamp-batches': SEALING,
  'get /api/v1/stamp-batches': SEALING,
  'get /api/v1/stamp-batches/{batch}': SEALING,
  'delete /api/v1/stamp-batches/{batch}': SEALING,
  'post /api/v1/stamp-batches/{batch}/documents': SEALING,
  'get /api/v1/stamp-batches/{batch}/documents': SEALING,
  'get /api/v1/stamp-batches/{batch}/documents/{document}': SEALING,
  'get /api/v1/stamp-batches/{batch}/documents/{document}/file': SEALING,
  'get /api/v1/stamp-batches/{batch}/files.zip': SEALING,
  'post /api/v1/stamp-batches/{batch}/start': SEALING,
  'post /api/v1/stamp-batches/{batch}/cancellation': SEALING,
  'post /api/v1/countersigning-plans': SEALING,
  'get /api/v1/countersigning-plans': [...SEALING, 'seal-keeper', 'auditor'],
  'get /api/v1/countersigning-plans/{plan}': [...SEALING, 'seal-keeper', 'auditor'],
  'post /api/v1/countersigning-plans/{plan}/document': SEALING,
  'get /api/v1/countersigning-plans/{plan}/document': SEALING,
  'post /api/v1/countersigning-plans/{plan}/opening': SEALING,
  'post /api/v1/countersigning-plans/{plan}/withdrawal': SEALING,
  'post /api/v1/countersigning-plans/{plan}/steps/{step}/seal': SEALING,
  'post /api/v1/countersigning-plans/{plan}/steps/{step}/signature': SEALING,
  'delete /api/v1/countersigning-plans/{plan}/steps/{step}/seal': SEALING,
  'post /api/v1/countersigning-plans/{plan}/steps/{step}/refusal': SEALING,
  'post /api/v1/signatures': SEALING,
  'post /api/v1/evidence-records': SEALING,
  'get /api/v1/signature-keys': ['seal-user', 'auditor', 'administrator', 'system'],
  'post /api/v1/signature-keys': ['administrator'],
  'delete /api/v1/signature-keys/{key}': ['administrator'],

  'post /api/v1/verifications': ALL,
  'post /api/v1/evidence-records/verifications': ALL,
  'get /api/v1/verifications/{id}': ALL,
  'get /api/v1/verifications/{id}.pdf': ALL,
  'get /api/v1/verifications/codes/{code}': ALL,
  'get /api/v1/key-set': ALL,
  'get /api/v1/status-lists': ALL,
  'get /api/v1/status-lists/{list}': ALL,
  'post /api/v1/verifications/fields': ['issuer', 'seal-user', 'verifier', 'system', 'limited'],
  'get /api/v1/verifications/copies/{number}': ['issuer', 'seal-user', 'verifier', 'system', 'limited'],
  'get /api/v1/verifications/identifiers/{identifier}': ['issuer', 'seal-user', 'verifier', 'system', 'limited'],

  'post /share/v1/token': ALL,
  'post /share/v1/queryCertInfoByHolderCode': ['system'],
  'post /share/v1/queryCertInfo': ['system'],
  'post /share/v1/getCertRemarkInfo': ['system'],
  'post /share/v1/downloadFile': ['system'],
  'post /share/v1/downloadUrl': ['system'],
  'post /share/v1/verifyCertInfo': ['system'],
  'post /share/v1/verifyFile': ['system'],
  'post /share/v1/queryCertInfoByQRcode': ['system'],
  'post /share/v1/queryCertStatus': ['system'],
  'post /share/v1/queryCertChanges': ['system'],
  'post /share/v1/queryCertDirectory': ['system'],
  'post /share/v1/reportDirectoryErrors': ['system'],
  'get /share/v1/files/{secret}': ALL,

  'get /api/v1/webhooks': ['system', 'administrator', 'auditor'],
  'post /api/v1/webhooks': ['system', 'administrator'],
  'post /api/v1/webhooks/{webhook}/replay': ['system', 'administrator'],
  'delete /api/v1/webhooks/{webhook}': ['system', 'administrator'],
  'get /api/v1/statement-keys': ALL,
  'post /api/v1/licences/{identifier}/evidence': ['auditor'],
  'get /api/v1/evidence-packages': ['auditor'],
  'post /api/v1/evidence-packages/{sm3}/receipt': ['auditor'],
  'get /api/v1/directory-errors': ['issuer', 'administrator', 'auditor'],
  'post /api/v1/directory-errors/resolutions': ['issuer'],

  'get /crl/{name}': ALL,
  'post /ocsp': ALL,
  'get /ocsp/{request}': ALL,
  'post /tsa': ALL,
  'get /healthz': ALL,
  'get /readyz': ALL,
  'get /metrics': ALL,
  'get /openapi.json': ALL,
  'get /': ALL,
  'get /v': ALL,
  'get /v/{code}': ALL,
};

const REFUSALS = ['NOT_SIGNED_IN', 'NOT_ALLOWED', 'PASSWORD_CHANGE_REQUIRED', 'CSRF_REFUSED'];

describe('http: who may call what', function () {
  this.timeout(120_000);
  let app: OpenApp;
  let limited: string;
  let initial: { readonly userName: string; readonly password: string };
  before(async () => {
    app = await openApp();
    const order = { displayName: 'x', password: null, organisation: null, demonstration: false };
    const userName = 'authorisation-initial';
    const { password } = await createAccount(app.access, SERVER_ACTOR, { ...order, userName, roles: ['issuer', 'seal-user'] });
    initial = { userName, password };
    const terms = { scopes: ['licence:verify'], perMinute: null, perDay: null, validUntil: null };
    const { _id: id } = await makeClient(app.access, administratorAs('administrator'), {
      name: 'x',
      organisation: ISSUER,
      ...terms,
    });
    const added = await addClientKey(app.access, administratorAs('administrator'), {
      id,
      revision: 1,
      given: { kind: 'secret' },
    });
    limited = added.secret ?? '';
    await authoriseClient(app.access, administratorAs('security-administrator'), { id, revision: added.client.revision });
  });
  after(() => app.close());

  const headersOf = async (caller: Caller): Promise<Readonly<Record<string, string>>> => {
    if (caller === 'nobody') return {};
    if (caller === 'system') return { Authorization: bearer(app) };
    if (caller === 'limited') return { Authorization: `Bearer ${limited}` };
    if (caller === 'holder') {
      const attributes = { name: '欧阳晓样', citizenNumber: '11010519491231002X', creditCode: null, organisation: null };
      const proved = {
        ...{ issuer: 'https://id.example', subject: 'authorisation', sessionId: null },
        attributes: { ...attributes, account: null, assurance: null },
      };
      const { secret } = await enterHolder({ ...app.access, providers: {} }, { proved, previous: null, assurances: [] });
      return { Cookie: `yinzheng=${secret}`, 'X-CSRF-Token': tokenOf(secret) };
    }
    if (caller !== 'initial') {
      const { cookie, csrf } = await signInAs(app, CALLERS[caller]);
      return { Cookie: cookie, 'X-CSRF-Token': csrf };
    }
    const response = await request(app.server).post('/api/v1/session').send(initial).expect(201);
    const { csrfToken } = response.body as { readonly csrfToken: string };
    return { Cookie: response.get('Set-Cookie')?.[0]?.split(';')[0] ?? '', 'X-CSRF-Token': csrfToken };
  };
  // What is sent is wrong or leads to nothing, so that who is let in changes nothing.
  const call = async (route: string, caller: Caller): Promise<Response> => callWith(route, await headersOf(caller));
  const callWith = async (route: string, headers: Readonly<Record<string, string>>): Promise<Response> => {
    const [method = '', path = ''] = route.split(' ');
    const url = path.replace(/\{\w+\}/g, 'none');
    const agent = request(app.server);
    if (method === 'get') return agent.get(url).set(headers);
    return method === 'delete' ? agent.delete(url).set(headers) : agent.post(url).set(headers).send({});
  };
  const refusalOf = (response: Response): string | null => {
    const { code } = response.body as { readonly code?: string };
    return code !== undefined && REFUSALS.includes(code) ? code : null;
  };
  const expected = (caller: Caller): string =>
    caller === 'nobody' ? 'NOT_SIGNED_IN' : caller === 'initial' ? 'PASSWORD_CHANGE_REQUIRED' : 'NOT_ALLOWED';

  it('says of every route that is mounted who may call it, and of no other', () => {
    assert.deepEqual(Object.keys(ALLOWED).sort(), mounted(app.app).sort());
  });

  for (const caller of ALL) {
    it(`lets ${caller} call what it may and nothing else`, async () => {
      const wrong: string[] = [];
      for (const [route, callers] of Object.entries(ALLOWED)) {
        const response = await call(route, caller);
        const refusal = refusalOf(response);
        const right = callers.includes(caller) ? refusal === null && response.status !== 500 : refusal === expected(caller);
        if (!right) wrong.push(`${route}: ${response.status} ${refusal ?? ''}`);
      }
      assert.deepEqual(wrong, []);
    });
  }

  const SCOPES: readonly DataScope[] = [
    { kind: 'own' },
    { kind: 'area', area: '990200' },
    { kind: 'line', line: 'nothing', area: null },
  ];
  for (const dataScope of SCOPES)
    it(`lets every role with the data scope ${dataScope.kind} call what the role may and nothing else`, async () => {
      const wrong: string[] = [];
      for (const role of PEOPLE) {
        const userName = `authorisation-${role}-${dataScope.kind}`;
        const order = { displayName: 'x', password: null, organisation: ISSUER, demonstration: true };
        const { password } = await createAccount(app.access, SERVER_ACTOR, { ...order, userName, roles: [role], dataScope });
        let held: Readonly<Record<string, string>> | null = null;
        const enter = async (): Promise<Readonly<Record<string, string>>> => {
          const response = await request(app.server).post('/api/v1/session').send({ userName, password }).expect(201);
          const { csrfToken } = response.body as { readonly csrfToken: string };
          return { Cookie: response.get('Set-Cookie')?.[0]?.split(';')[0] ?? '', 'X-CSRF-Token': csrfToken };
        };
        for (const [route, callers] of Object.entries(ALLOWED)) {
          held ??= await enter();
          const response = await callWith(route, held);
          // Some routes end the session.
          if (/session|identity|oidc|verifications$/.test(route)) held = null;
          const refusal = refusalOf(response);
          const right = callers.includes(role) ? refusal === null && response.status !== 500 : refusal === 'NOT_ALLOWED';
          if (!right) wrong.push(`${role} ${route}: ${response.status} ${refusal ?? ''}`);
        }
      }
      assert.deepEqual(wrong, []);
    });

  it('refuses every change in a session without its token', async () => {
    const wrong: string[] = [];
    for (const [route, callers] of Object.entries(ALLOWED)) {
      const [method = '', path = ''] = route.split(' ');
      if (method === 'get' || (callers === ALL && !path.endsWith('verifications'))) continue;
      const { cookie } = await signInAs(app, 'clerk');
      const agent = request(app.server);
      const url = path.replace(/\{\w+\}/g, 'none');
      const response = await (method === 'delete' ? agent.delete(url) : agent.post(url).send({})).set('Cookie', cookie);
      if (refusalOf(response) !== 'CSRF_REFUSED') wrong.push(`${route}: ${response.status}`);
    }
    assert.deepEqual(wrong, []);
  });
});
