/** The journal and the routes: every route that is mounted says what it tells the journal, and those that are called here do so. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import request, { type Response, type Test } from 'supertest';
import type { DomainEvent, EventKind } from '../../src/domain/journal/index.ts';
import { createAccount } from '../../src/services/access/index.ts';
import { SERVER_ACTOR } from '../../src/services/platform.ts';
import { bearer, issueRequest, openApp, sharedInstallation, signInAs, type OpenApp, type SignedIn } from '../support/http.ts';
import { pseudonymOf } from '../../src/adapters/protection/index.ts';
import { PROTECTION_SECRETS } from '../support/protected.ts';
import { mounted } from '../support/routes.ts';
import { blankFile } from '../support/sealing.ts';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
const MASKED = 'answers nobody’s name or number whole';
const NO_PERSON = 'reads nothing about persons, and writes nothing';
const OWN = 'shows who is signed in himself';
const PUBLIC = 'answers from what is public';

/** What each route tells the journal, or why nothing; a new route has to be written down here. */
const TOLD: Readonly<Record<string, readonly EventKind[] | string>> = {
  'post /api/v1/session': ['signed-in', 'sign-in-refused'],
  'get /api/v1/session': OWN,
  'delete /api/v1/session': ['signed-out'],
  'post /api/v1/session/password': ['account-password-changed'],
  'post /api/v1/session/role': ['role-taken'],
  'post /api/v1/session/second-factor': ['second-factor-used', 'second-factor-refused'],
  'post /api/v1/session/second-factor/enrolment': 'makes a secret that counts for nothing before it is confirmed',
  'post /api/v1/session/second-factor/confirmation': ['second-factor-enrolled'],
  'delete /api/v1/sessions': ['signed-out-everywhere'],
  'get /oidc/{provider}/sign-in': 'leads to the provider, and lets nobody in',
  'get /oidc/{provider}/callback': ['signed-in', 'sign-in-refused'],
  'post /oidc/{provider}/backchannel-logout': ['signed-out'],

  'get /api/v1/accounts': ['account-read'],
  'get /api/v1/accounts/{account}': ['account-read'],
  'post /api/v1/accounts': ['account-recorded'],
  'post /api/v1/accounts/{account}/password': ['account-password-reset'],
  'post /api/v1/accounts/{account}/closure': ['account-closed'],
  'post /api/v1/accounts/{account}/organisation': ['account-moved'],
  'post /api/v1/accounts/{account}/roles': ['account-roles-changed'],
  'post /api/v1/accounts/{account}/data-scope': ['account-scope-changed'],
  'post /api/v1/accounts/{account}/lock': ['account-locked'],
  'post /api/v1/accounts/{account}/unlock': ['account-unlocked'],
  'delete /api/v1/accounts/{account}/second-factor': ['second-factor-removed'],
  'delete /api/v1/accounts/{account}/identity': ['identity-unlinked'],

  'get /api/v1/my/licences': MASKED,
  'get /api/v1/my/licences/{identifier}': ['licence-read'],
  'get /api/v1/my/licences/{identifier}/file': ['licence-read'],
  'get /api/v1/my/numbers': MASKED,
  'post /api/v1/my/numbers': ['holder-link-changed'],
  'delete /api/v1/my/numbers/{link}': ['holder-link-changed'],
  'get /api/v1/my/presentation-password': OWN,
  'post /api/v1/my/presentation-password': ['presentation-password-set', 'presentation-password-refused'],
  'get /api/v1/my/presentations': MASKED,
  'post /api/v1/my/presentations': ['presentation-made', 'presentation-password-refused'],
  'delete /api/v1/my/presentations/{presentation}': ['presentation-withdrawn'],
  'get /api/v1/my/shares': MASKED,
  'post /api/v1/my/shares': ['share-granted', 'presentation-password-refused'],
  'delete /api/v1/my/shares/{share}': ['share-revoked'],
  'post /api/v1/presentations/views': ['presentation-used'],
  'post /api/v1/presentations/public-views': ['presentation-used'],
  'post /api/v1/presentations/link-views': ['presentation-used', 'presentation-code-refused'],
  'get /api/v1/shares': NO_PERSON,
  'post /api/v1/shares/{share}/uses': ['share-used'],
  'post /api/v1/shares/{share}/file': ['share-used'],
  'get /api/v1/my/uses': MASKED,
  'get /api/v1/my/uses/export': ['uses-exported'],
  'post /api/v1/my/uses/{use}/objections': ['use-objected'],
  'post /api/v1/duty-checks': ['duty-checked', 'licence-demanded', 'licence-copied'],
  'get /api/v1/duty-checks/copies/{number}/file': ['licence-read'],
  'get /api/v1/licence-demands': MASKED,
  'get /api/v1/licence-demands/{demand}': ['licence-demand-read'],
  'post /api/v1/licence-demands/{demand}/answer': ['licence-demand-answered'],
  'get /api/v1/my/notices': MASKED,
  'post /api/v1/my/notices/{notice}/reading': 'marks his own notice as read, which concerns nobody else',
  'post /api/v1/my/objections': ['objection-filed'],
  'get /api/v1/my/objections': MASKED,
  'get /api/v1/my/objections/{objection}': OWN,
  'post /api/v1/my/objections/{objection}/attachments': ['objection-attached'],
  'get /api/v1/my/objections/{objection}/attachments/{attachment}': ['objection-read'],
  'post /api/v1/my/objections/{objection}/withdrawal': ['objection-withdrawn'],
  'post /api/v1/my/objections/{objection}/closure': ['objection-closed'],
  'post /api/v1/objections': ['objection-filed'],
  'get /api/v1/objections': MASKED,
  'get /api/v1/objections/{objection}': ['objection-read'],
  'post /api/v1/objections/{objection}/attachments': ['objection-attached', 'objection-read'],
  'get /api/v1/objections/{objection}/attachments/{attachment}': ['objection-read'],
  'post /api/v1/objections/{objection}/withdrawal': ['objection-withdrawn'],
  'post /api/v1/objections/{objection}/closure': ['objection-closed'],
  'post /api/v1/objections/{objection}/acceptance': ['objection-accepted'],
  'post /api/v1/objections/{objection}/refusal': ['objection-refused'],
  'post /api/v1/objections/{objection}/answer': ['objection-answered'],
  'get /api/v1/working-calendars': NO_PERSON,
  'post /api/v1/working-calendars': ['working-calendar-recorded'],
  'get /api/v1/my/representations': MASKED,
  'post /api/v1/my/representations': ['representation-changed'],
  'delete /api/v1/my/representations/{representation}': ['representation-changed'],
  'post /api/v1/my/delegations': ['representation-changed'],
  'get /api/v1/representations': MASKED,
  'get /api/v1/representations/{representation}': ['representation-read'],
  'post /api/v1/representations/{representation}/acceptance': ['representation-changed'],
  'post /api/v1/representations/{representation}/refusal': ['representation-changed'],
  'get /api/v1/holder-links': MASKED,
  'get /api/v1/holder-links/{link}': ['holder-links-read'],
  'post /api/v1/holder-links/{link}/acceptance': ['holder-link-changed'],
  'post /api/v1/holder-links/{link}/refusal': ['holder-link-changed'],

  'get /api/v1/clients': NO_PERSON,
  'get /api/v1/clients/{client}': NO_PERSON,
  'post /api/v1/clients': ['client-recorded'],
  'post /api/v1/clients/{client}/changes': ['client-changed'],
  'post /api/v1/clients/{client}/closure': ['client-closed'],
  'post /api/v1/clients/{client}/keys': ['client-key-added'],
  'delete /api/v1/clients/{client}/keys/{key}': ['client-key-ended'],
  'post /api/v1/clients/{client}/authorisation': ['client-authorised'],
  'post /api/v1/clients/{client}/block': ['client-blocked'],
  'post /api/v1/clients/{client}/unblock': ['client-unblocked'],
  'get /api/v1/api-keys': NO_PERSON,
  'delete /api/v1/api-keys/{key}': ['api-key-ended'],
  'post /oauth2/token': ['signed-in', 'sign-in-refused'],
  'get /.well-known/oauth-authorization-server': PUBLIC,

  'get /api/v1/licence-types': NO_PERSON,
  'get /api/v1/licence-types/{code}': NO_PERSON,
  'get /api/v1/catalogue/{kind}': NO_PERSON,
  'get /api/v1/catalogue/licence-types/{id}/preview': NO_PERSON,
  'get /api/v1/catalogue/{kind}/{id}': NO_PERSON,
  'post /api/v1/catalogue/{kind}/{id}/draft': ['catalogue-drafted', 'catalogue-changed'],
  'post /api/v1/catalogue/{kind}/{id}/submission': ['catalogue-changed'],
  'post /api/v1/catalogue/{kind}/{id}/discard': ['catalogue-changed'],
  'post /api/v1/catalogue/{kind}/{id}/return': ['catalogue-changed'],
  'post /api/v1/catalogue/{kind}/{id}/publication': ['catalogue-changed'],
  'post /api/v1/catalogue/{kind}/{id}/withdrawal': ['catalogue-changed'],
  'post /api/v1/catalogue/{kind}/{id}/withdrawal/refusal': ['catalogue-changed'],
  'post /api/v1/catalogue/{kind}/{id}/withdrawal/approval': ['catalogue-changed'],
  'get /api/v1/catalogue-files': NO_PERSON,
  'post /api/v1/catalogue-files': ['catalogue-drafted', 'catalogue-changed'],
  'get /api/v1/organisations': NO_PERSON,
  'get /api/v1/organisations/{code}': NO_PERSON,
  'post /api/v1/organisations': ['organisation-recorded'],
  'post /api/v1/organisations/{code}/changes': ['organisation-changed', 'organisation-renamed'],
  'get /api/v1/organisations/{code}/renaming': NO_PERSON,
  'post /api/v1/organisations/{code}/end': ['organisation-ended', 'organisation-end-planned'],
  'post /api/v1/organisations/{code}/end/withdrawal': ['organisation-end-withdrawn'],
  'post /api/v1/organisations/{code}/successors': ['organisation-succeeded'],
  'get /api/v1/areas': NO_PERSON,
  'get /api/v1/areas/export': NO_PERSON,
  'get /api/v1/areas/{code}': NO_PERSON,
  'post /api/v1/areas/import': ['place-recorded'],
  'post /api/v1/areas/{code}/succession': ['organisation-changed'],
  'get /api/v1/lines': NO_PERSON,
  'get /api/v1/lines/export': NO_PERSON,
  'get /api/v1/lines/{code}': NO_PERSON,
  'post /api/v1/lines/import': ['place-recorded'],
  'get /api/v1/seals': NO_PERSON,
  'get /api/v1/seals/{code}': NO_PERSON,
  'get /api/v1/seal-stops': NO_PERSON,
  'post /api/v1/seals/{code}/stop': ['seal-stopped', 'seal-changed'],
  'post /api/v1/seals/{code}/resumption': ['seal-resumed', 'seal-changed'],
  'post /api/v1/seals/{code}/loss': ['seal-changed'],
  'post /api/v1/seals/{code}/emergency-stop': ['seal-stopped', 'seal-changed'],
  'post /api/v1/seals/{code}/emergency-stop/end': ['seal-resumed', 'seal-changed'],
  'post /api/v1/seals/{code}/compromise': ['seal-compromise-reported'],
  'get /api/v1/seals/{code}/compromise': NO_PERSON,
  'get /api/v1/seals/{code}/compromise/documents': NO_PERSON,
  'get /api/v1/seals/{code}/compromise/notices': NO_PERSON,
  'post /api/v1/seals/{code}/compromise/reseal': ['seal-reseal-ordered'],
  'get /api/v1/alarms': 'names accounts by their ids',
  'get /api/v1/journal-entries': ['journal-read'],
  'get /api/v1/quality-findings': NO_PERSON,
  'post /api/v1/quality-findings/{licence}/handling': ['quality-handled'],
  'get /api/v1/statistics': ['statistics-read'],
  'get /api/v1/statistics/export': ['statistics-read'],
  'get /api/v1/seal-applications': NO_PERSON,
  'get /api/v1/seal-applications/{id}': NO_PERSON,
  'post /api/v1/seal-applications': ['seal-applied-for'],
  'post /api/v1/seal-applications/{id}/approval': ['seal-application-changed'],
  'post /api/v1/seal-applications/{id}/refusal': ['seal-application-changed'],
  'post /api/v1/seal-applications/{id}/withdrawal': ['seal-application-changed'],
  'post /api/v1/seal-applications/{id}/seal': ['seal-application-changed', 'seal-made'],
  'post /api/v1/seal-applications/{id}/filing': ['seal-application-changed'],
  'post /api/v1/seal-applications/{id}/cancellation': ['seal-application-changed'],
  'get /api/v1/seal-filings': NO_PERSON,
  'post /api/v1/seal-filings': ['seal-filing-received'],
  'get /api/v1/seal-grants': NO_PERSON,
  'get /api/v1/seal-grants/{grant}': NO_PERSON,
  'get /api/v1/seal-use-applications': NO_PERSON,
  'get /api/v1/seal-use-applications/{application}': NO_PERSON,
  'post /api/v1/seal-grants': ['grant-proposed'],
  'post /api/v1/seal-grants/{grant}/confirmation': ['grant-confirmed'],
  'post /api/v1/seal-grants/{grant}/refusal': ['grant-refused'],
  'post /api/v1/seal-grants/{grant}/end': ['grant-ended'],
  'post /api/v1/seal-use-applications': ['seal-use-requested'],
  'delete /api/v1/seal-use-applications/{application}': ['seal-use-withdrawn'],
  'post /api/v1/seal-use-applications/{application}/approval': ['seal-use-approved'],
  'post /api/v1/seal-use-applications/{application}/refusal': ['seal-use-denied'],
  'post /api/v1/seal-approvers': ['approver-enrolled'],
  'post /api/v1/seal-approvers/deputies': ['approver-deputy-named'],
  'post /api/v1/seal-approvers/handovers': ['approver-duties-passed'],

  'post /api/v1/licence-previews': 'shows who asks his own request, and writes nothing',
  'post /api/v1/licence-drafts': ['licence-draft-made'],
  'get /api/v1/licence-drafts': MASKED,
  'get /api/v1/licence-drafts/{draft}': ['licence-draft-read'],
  'get /api/v1/licence-drafts/{draft}/preview': ['licence-draft-read'],
  'post /api/v1/licence-drafts/{draft}/content': ['licence-draft-changed'],
  'post /api/v1/licence-drafts/{draft}/return': ['licence-draft-changed'],
  'post /api/v1/licence-drafts/{draft}/withdrawal': ['licence-draft-changed'],
  'post /api/v1/licence-drafts/{draft}/issue': ['licence-draft-changed'],
  'get /api/v1/issue-tables': NO_PERSON,
  'post /api/v1/issue-batches': ['issue-batch-received'],
  'get /api/v1/issue-batches': NO_PERSON,
  'get /api/v1/issue-batches/{batch}': NO_PERSON,
  'delete /api/v1/issue-batches/{batch}': 'forgets rows of a table; their licences were told',
  'post /api/v1/issue-batches/{batch}/start': ['issue-batch-started'],
  'post /api/v1/issue-batches/{batch}/cancellation': ['issue-batch-ended'],
  'get /api/v1/issue-batches/{batch}/results': ['issue-batch-read'],
  'get /api/v1/licences': MASKED,
  'post /api/v1/licences': ['licence-issued'],
  'post /api/v1/licences/searches': ['licences-searched'],
  'get /api/v1/licences/{identifier}': ['licence-read'],
  'get /api/v1/licences/{identifier}/file': ['licence-read'],
  'post /api/v1/licences/{identifier}/editions': ['licence-edition-issued'],
  'post /api/v1/licences/{identifier}/papers': ['licence-paper-changed'],
  'post /api/v1/licences/{identifier}/paper-steps': ['licence-paper-changed'],
  'get /api/v1/licences/{identifier}/paper-overlay': ['licence-read'],
  'get /api/v1/papers-due': MASKED,
  'post /api/v1/licences/{identifier}/attachments': ['licence-attachment-added'],
  'get /api/v1/licences/{identifier}/attachments/{attachment}': ['licence-read'],
  'post /api/v1/licences/{identifier}/annual-reviews': ['licence-reviewed'],
  'get /api/v1/annual-reviews': MASKED,
  'post /api/v1/licences/{identifier}/status-events': ['licence-status-changed'],
  'get /api/v1/collecting-sources': NO_PERSON,
  'get /api/v1/collecting-sources/{source}': NO_PERSON,
  'post /api/v1/collecting-sources/{source}': ['collecting-source-recorded'],
  'post /api/v1/collecting-sources/{source}/items': ['licence-collected', 'licence-status-changed', 'document-verified'],
  'post /api/v1/collecting-sources/{source}/reconciliation': ['collecting-reconciled'],
  'get /api/v1/collecting-sources/{source}/errors': MASKED,
  'post /api/v1/collecting-sources/{source}/errors/{item}/retry': ['licence-collected', 'document-verified'],
  'get /api/v1/return-flow': ['licences-returned'],
  'get /api/v1/status-mappings': NO_PERSON,
  'get /api/v1/status-mappings/{mapping}/licences/{identifier}': MASKED,
  'post /api/v1/status-mappings': ['status-mapping-imported'],
  'get /api/v1/status-applications': MASKED,
  'post /api/v1/licences/{identifier}/status-applications': ['licence-status-applied-for'],
  'post /api/v1/licences/{identifier}/status-applications/{application}/approval': ['licence-status-changed'],
  'post /api/v1/licences/{identifier}/status-applications/{application}/refusal': ['licence-status-application-decided'],
  'post /api/v1/licences/{identifier}/status-applications/{application}/withdrawal': ['licence-status-application-decided'],
  'post /api/v1/licences/{identifier}/copies': ['licence-copied'],
  'get /api/v1/licences/{identifier}/copies': ['licence-read'],
  'post /api/v1/licences/{identifier}/cancelled-rendition': ['licence-copied'],
  'get /api/v1/licence-copies/{number}/file': ['licence-read'],
  'post /api/v1/seals/{code}/use-for-copies': ['copy-seal-chosen'],
  'get /api/v1/verifications/copies/{number}': MASKED,
  'post /api/v1/licences/{identifier}/hold': ['licence-held'],
  'post /api/v1/licences/{identifier}/hold/release': ['licence-hold-released'],
  'get /api/v1/retention-rules': NO_PERSON,
  'post /api/v1/retention-rules': ['retention-rule-recorded'],
  'get /api/v1/destruction-lists': NO_PERSON,
  'get /api/v1/destruction-lists/{list}': NO_PERSON,
  'post /api/v1/destruction-lists': ['destruction-list-made'],
  'post /api/v1/destruction-lists/{list}/review': ['destruction-list-reviewed'],
  'post /api/v1/destruction-lists/{list}/approval': ['destruction-list-approved'],
  'post /api/v1/destruction-lists/{list}/refusal': ['destruction-list-refused'],
  'post /api/v1/destruction-lists/{list}/execution': ['destruction-begun', 'destruction-carried-out', 'licence-destroyed'],

  'post /api/v1/stamps/preview': 'shows who asks his own document, and writes nothing',
  'post /api/v1/stamps': 'nothing is sealed before the signature comes: its end is told',
  'post /api/v1/stamps/{id}/signature': ['document-stamped'],
  'get /api/v1/stamps/{id}/file': 'gives who sealed it his own document',
  'delete /api/v1/stamps/{id}': ['document-stamping-failed'],
  'post /api/v1/documents/stamped': ['document-stamped'],
  'get /api/v1/stampings': 'names accounts by their ids, and purposes in which holders are masked',
  'get /api/v1/stampings/{stamping}': 'names accounts by their ids, and purposes in which holders are masked',
  'get /api/v1/stampings/export': ['stampings-exported'],
  'post /api/v1/stamp-batches': 'nothing is sealed before it is started: that is told',
  'get /api/v1/stamp-batches': NO_PERSON,
  'get /api/v1/stamp-batches/{batch}': NO_PERSON,
  'delete /api/v1/stamp-batches/{batch}': 'forgets copies of documents; their stampings were told',
  'post /api/v1/stamp-batches/{batch}/documents': 'nothing is sealed before it is started: that is told',
  'get /api/v1/stamp-batches/{batch}/documents': NO_PERSON,
  'get /api/v1/stamp-batches/{batch}/documents/{document}': NO_PERSON,
  'get /api/v1/stamp-batches/{batch}/documents/{document}/file': 'gives who sealed it his own document',
  'get /api/v1/stamp-batches/{batch}/files.zip': 'gives who sealed them his own documents',
  'post /api/v1/stamp-batches/{batch}/start': ['stamp-batch-started'],
  'post /api/v1/stamp-batches/{batch}/cancellation': ['stamp-batch-ended'],
  'post /api/v1/countersigning-plans': ['countersigning-begun'],
  'get /api/v1/countersigning-plans': 'names accounts by their ids, and what their organisations do together',
  'get /api/v1/countersigning-plans/{plan}': 'names accounts by their ids, and what their organisations do together',
  'post /api/v1/countersigning-plans/{plan}/document': 'nobody else sees it before the plan is opened: that is told',
  'get /api/v1/countersigning-plans/{plan}/document': ['countersigning-document-read'],
  'post /api/v1/countersigning-plans/{plan}/opening': ['countersigning-opened'],
  'post /api/v1/countersigning-plans/{plan}/withdrawal': ['countersigning-withdrawn'],
  'post /api/v1/countersigning-plans/{plan}/steps/{step}/seal': ['countersigning-step-done', 'document-stamped'],
  'post /api/v1/countersigning-plans/{plan}/steps/{step}/signature': ['countersigning-step-done', 'document-stamped'],
  'delete /api/v1/countersigning-plans/{plan}/steps/{step}/seal': ['document-stamping-failed'],
  'post /api/v1/countersigning-plans/{plan}/steps/{step}/refusal': ['countersigning-refused'],
  'post /api/v1/signatures': ['document-signed'],
  'post /api/v1/evidence-records': 'gives proof of a document that is not kept, and writes nothing',
  'get /api/v1/signature-keys': NO_PERSON,
  'post /api/v1/signature-keys': ['signature-key-assigned'],
  'delete /api/v1/signature-keys/{key}': ['signature-key-withdrawn'],

  'post /api/v1/verifications/fields': ['fields-verified'],
  'get /api/v1/key-set': PUBLIC,
  'get /api/v1/status-lists': PUBLIC,
  'get /api/v1/status-lists/{list}': PUBLIC,
  'post /api/v1/verifications': ['document-verified'],
  'post /api/v1/evidence-records/verifications': ['document-verified'],
  'get /api/v1/verifications/{id}': MASKED,
  'get /api/v1/verifications/{id}.pdf': MASKED,
  'get /api/v1/verifications/codes/{code}': MASKED,
  'get /api/v1/verifications/identifiers/{identifier}': MASKED,

  'post /share/v1/token': ['signed-in', 'sign-in-refused'],
  'post /share/v1/queryCertInfoByHolderCode': ['licences-searched'],
  'post /share/v1/queryCertInfo': ['licence-read'],
  'post /share/v1/getCertRemarkInfo': ['sharing-used'],
  'post /share/v1/downloadFile': ['licence-read'],
  'post /share/v1/downloadUrl': ['sharing-used'],
  'post /share/v1/verifyCertInfo': ['fields-verified'],
  'post /share/v1/verifyFile': ['document-verified'],
  'post /share/v1/queryCertInfoByQRcode': ['licence-read'],
  'post /share/v1/queryCertStatus': ['sharing-used'],
  'post /share/v1/queryCertChanges': ['sharing-used'],
  'post /share/v1/queryCertDirectory': ['licences-searched', 'directory-error-recorded'],
  'post /share/v1/reportDirectoryErrors': ['sharing-used', 'directory-error-recorded'],
  'get /share/v1/files/{secret}': ['licence-read'],

  'get /api/v1/webhooks': NO_PERSON,
  'post /api/v1/webhooks': ['webhook-made'],
  'post /api/v1/webhooks/{webhook}/replay': ['webhook-replayed'],
  'delete /api/v1/webhooks/{webhook}': ['webhook-ended'],
  'get /api/v1/statement-keys': PUBLIC,
  'post /api/v1/licences/{identifier}/evidence': ['evidence-packaged'],
  'get /api/v1/evidence-packages': NO_PERSON,
  'post /api/v1/evidence-packages/{sm3}/receipt': ['archive-receipt-recorded'],
  'get /api/v1/directory-errors': NO_PERSON,
  'post /api/v1/directory-errors/resolutions': ['directory-error-resolved'],

  'get /crl/{name}': PUBLIC,
  'post /ocsp': PUBLIC,
  'get /ocsp/{request}': PUBLIC,
  'post /tsa': 'the log of key uses has it',
  'get /healthz': PUBLIC,
  'get /readyz': PUBLIC,
  'get /metrics': PUBLIC,
  'get /openapi.json': PUBLIC,
  'get /': PUBLIC,
  'get /v': PUBLIC,
  'get /v/{code}': PUBLIC,
};

describe('http: what the journal is told', function () {
  this.timeout(180_000);
  let app: OpenApp;
  before(async () => {
    app = await openApp();
  });
  after(() => app.close());

  /** The events that a call brought, with its answer. */
  async function toldBy(
    work: () => Promise<Response>,
  ): Promise<{ readonly response: Response; readonly events: readonly DomainEvent[] }> {
    const { relay, store } = await sharedInstallation();
    await relay.drain();
    const { sequence } = await store.journal.head();
    const response = await work();
    await relay.drain();
    return { response, events: (await store.journal.read(sequence + 1, 1000)).map(({ event }) => event) };
  }
  const as = (who: SignedIn, call: Test): Test => call.set('Cookie', who.cookie).set('X-CSRF-Token', who.csrf);

  it('is written down for every route that is mounted, and for no other', () => {
    assert.deepEqual(Object.keys(TOLD).sort(), mounted(app.app).sort());
  });

  it('is only what use cases really tell', () => {
    // The model of the journal names every kind there is.
    const sources = readdirSync(SOURCES, { recursive: true, encoding: 'utf8' })
      .filter((name) => /^(services|domain)\W.*\.ts$/.test(name) && !/^domain\Wjournal\W/.test(name))
      .map((name) => readFileSync(join(SOURCES, name), 'utf8'))
      .join('\n')
      .replaceAll('destruction-list-${kind}', "destruction-list-reviewed' 'destruction-list-approved' 'destruction-list-refused");
    const missing = Object.values(TOLD)
      .filter((told) => typeof told !== 'string')
      .flat()
      .filter((kind) => !new RegExp(`['\\x60]${kind}['\\x60]`).test(sources));
    assert.deepEqual(missing, []);
  });

  it('says nothing of persons but by pseudonyms, and says who read what and what for', async () => {
    const purpose = { item: '食品经营许可', cause: '欧阳晓样要求核对', caseNumber: 'A-1' };
    const clerk = await signInAs(app, 'clerk');
    const agent = request(app.server);
    const licences = '/api/v1/licences';
    const question = new URLSearchParams(purpose).toString();
    let identifier = '';
    const drives: readonly (readonly [string, () => Promise<Response>])[] = [
      [
        'post /api/v1/licences',
        async () => {
          const response = await agent.post(licences).set('Authorization', bearer(app)).send(issueRequest()).expect(201);
          ({ identifier } = response.body as { readonly identifier: string });
          return response;
        },
      ],
      ['get /api/v1/licences/{identifier}', () => as(clerk, agent.get(`${licences}/${identifier}?${question}`))],
      ['get /api/v1/licences/{identifier}/file', () => as(clerk, agent.get(`${licences}/${identifier}/file?${question}`))],
      [
        'post /api/v1/licences/searches',
        () => as(clerk, agent.post(`${licences}/searches`)).send({ code: 'TEST-0001', purpose }),
      ],
      [
        'post /api/v1/verifications/fields',
        () =>
          as(clerk, agent.post('/api/v1/verifications/fields')).send({
            identifier,
            holderName: '欧阳晓样',
            holderCode: 'TEST-0001',
            purpose,
          }),
      ],
      [
        'post /api/v1/licences/{identifier}/editions',
        async () => {
          const response = await as(clerk, agent.post(`${licences}/${identifier}/editions`)).send({
            ...{ act: 'change', reason: '欧阳晓样搬迁', fields: { 住所: '新址' } },
            purpose: { ...purpose, caseNumber: `${purpose.caseNumber}-${identifier}` },
          });
          ({ identifier } = response.body as { readonly identifier: string });
          return response;
        },
      ],
      [
        'post /api/v1/licences/{identifier}/status-events',
        () =>
          as(clerk, agent.post(`${licences}/${identifier}/status-events`)).send({
            ...{ event: 'suspend', reason: '欧阳晓样违法', documentNumber: '样〔2026〕1号' },
          }),
      ],
      [
        'post /api/v1/licences/{identifier}/hold',
        () =>
          as(clerk, agent.post(`${licences}/${identifier}/hold`)).send({
            reason: '欧阳晓样诉讼',
            documentNumber: '样〔2026〕2号',
          }),
      ],
      [
        'post /api/v1/licences/{identifier}/hold/release',
        () => as(clerk, agent.post(`${licences}/${identifier}/hold/release`)).send({ documentNumber: '样〔2026〕3号' }),
      ],
      [
        'post /api/v1/verifications',
        () =>
          agent
            .post('/api/v1/verifications')
            .set('Content-Type', 'application/pdf')
            .send(Buffer.from(blankFile(1))),
      ],
    ];
    for (const [route, work] of drives) {
      const { response, events } = await toldBy(work);
      assert.ok(response.status < 300, `${route}: ${response.status} ${JSON.stringify(response.body)}`);
      const kinds = events.map(({ kind }) => kind);
      for (const kind of TOLD[route] ?? []) assert.ok(kinds.includes(kind as EventKind), `${route}: ${kinds.join(', ')}`);
      const persons = [pseudonymOf({ secret: PROTECTION_SECRETS.pseudonyms }, 'test-0001')];
      const ofPerson = events.filter(({ kind }) => kind.startsWith('licence'));
      for (const { facts, kind } of ofPerson)
        if (!kind.includes('hold') && kind !== 'licence-held') assert.deepEqual(facts['persons'], persons, kind);
      for (const word of ['欧阳晓样', 'TEST-0001']) assert.ok(!JSON.stringify(events).includes(word), `${route} ${word}`);
      if (route.startsWith('get ')) assert.deepEqual(events[0]?.purpose, { ...purpose, cause: '欧***要求核对' });
    }
    const acted = await as(clerk, agent.post(`${licences}/${identifier}/status-events`)).send({
      ...{ event: 'resume', reason: 'x', documentNumber: 'x' },
    });
    // Nobody said what it is read for.
    assert.ok(!JSON.stringify(acted.body).includes('欧阳晓样'), JSON.stringify(acted.body));
    const listed = await as(clerk, agent.get(licences)).expect(200);
    for (const word of ['欧阳晓样', 'TEST-0001', '"JY2990']) assert.ok(!listed.text.includes(word), word);
    assert.ok(!app.log().includes('欧阳晓样') && !app.log().includes('TEST-0001'));
  });

  it('has every sign-in, and everything that administrators do with accounts', async () => {
    const [admin, security] = [await signInAs(app, 'admin'), await signInAs(app, 'security')];
    const agent = request(app.server);
    const accounts = '/api/v1/accounts';
    const { account, password } = await createAccount(app.access, SERVER_ACTOR, {
      ...{
        userName: 'audited',
        displayName: '受审计',
        password: null,
        organisation: null,
        roles: ['verifier'],
        demonstration: false,
      },
    });
    const one = `${accounts}/${account._id}`;
    let person: SignedIn = { cookie: '', csrf: '' };
    const signIn = async (word: string): Promise<Response> => {
      const response = await agent.post('/api/v1/session').send({ userName: 'audited', password: word });
      const cookie = (response.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '';
      person = { cookie, csrf: (response.body as { readonly csrfToken: string }).csrfToken };
      return response;
    };
    const newPassword = 'a quite long pass phrase 2026';
    const drives: readonly (readonly [string, EventKind, () => Promise<Response>])[] = [
      [
        'post /api/v1/session',
        'sign-in-refused',
        () => agent.post('/api/v1/session').send({ userName: 'audited', password: 'wrong' }),
      ],
      ['post /api/v1/session', 'signed-in', () => signIn(password)],
      [
        'post /api/v1/session/password',
        'account-password-changed',
        async () => {
          const response = await as(person, agent.post('/api/v1/session/password')).send({
            present: password,
            next: newPassword,
          });
          const cookie = (response.get('Set-Cookie')?.[0] ?? '').split(';')[0] ?? '';
          if (cookie !== '') person = { cookie, csrf: (response.body as { readonly csrfToken: string }).csrfToken };
          return response;
        },
      ],
      ['delete /api/v1/session', 'signed-out', () => as(person, agent.delete('/api/v1/session'))],
      ['get /api/v1/accounts', 'account-read', () => as(admin, agent.get(accounts))],
      ['get /api/v1/accounts/{account}', 'account-read', () => as(security, agent.get(one))],
      ['post /api/v1/accounts/{account}/lock', 'account-locked', () => as(security, agent.post(`${one}/lock`))],
      ['post /api/v1/accounts/{account}/unlock', 'account-unlocked', () => as(security, agent.post(`${one}/unlock`)).send({})],
      [
        'post /api/v1/accounts/{account}/roles',
        'account-roles-changed',
        () => as(security, agent.post(`${one}/roles`)).send({ roles: ['issuer'] }),
      ],
      ['post /api/v1/accounts/{account}/password', 'account-password-reset', () => as(admin, agent.post(`${one}/password`))],
      ['post /api/v1/accounts/{account}/closure', 'account-closed', () => as(admin, agent.post(`${one}/closure`))],
    ];
    for (const [route, kind, work] of drives) {
      assert.ok(TOLD[route]?.includes(kind), route);
      const { response, events } = await toldBy(work);
      assert.ok(response.status < 500 && response.status !== 404 && response.status !== 400, `${route}: ${response.text}`);
      assert.ok(
        events.some((event) => event.kind === kind),
        `${route}: ${response.status} ${events.map((event) => event.kind).join(', ')} ${response.text}`,
      );
      assert.ok(!JSON.stringify(events).includes('受审计') && !JSON.stringify(events).includes('audited'), route);
    }
  });

  it('has every denial', async () => {
    const counter = await signInAs(app, 'counter');
    const missing: string[] = [];
    for (const route of mounted(app.app)) {
      const [method = '', path = ''] = route.split(' ');
      // They are everybody's, and would end the session.
      if (path.startsWith('/api/v1/session')) continue;
      const url = path.replace(/\{\w+\}/g, 'none');
      const agent = request(app.server);
      const { response, events } = await toldBy(async () =>
        as(counter, method === 'get' ? agent.get(url) : method === 'delete' ? agent.delete(url) : agent.post(url).send({})),
      );
      const { code } = response.body as { readonly code?: string };
      if (code === 'NOT_ALLOWED' && !events.some(({ kind, actor }) => kind === 'access-denied' && actor.capacity === 'verifier'))
        missing.push(route);
    }
    assert.deepEqual(missing, []);
  });
});
