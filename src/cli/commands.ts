import type { CliContext } from './context.ts';
import type { ExitCode } from './exit.ts';
import {
  ACCOUNT_CLOSE_HELP,
  ACCOUNT_CREATE_HELP,
  ACCOUNT_LIST_HELP,
  ACCOUNT_LOCK_HELP,
  ACCOUNT_MOVE_HELP,
  ACCOUNT_RESET_PASSWORD_HELP,
  ACCOUNT_RESET_SECOND_FACTOR_HELP,
  ACCOUNT_ROLES_HELP,
  ACCOUNT_SCOPE_HELP,
  ACCOUNT_UNLOCK_HELP,
  ACCOUNT_UNLINK_HELP,
} from './help/accounts.ts';
import { ALARM_LIST_HELP } from './help/alarms.ts';
import {
  API_KEY_END_HELP,
  API_KEY_LIST_HELP,
  CLIENT_ADD_KEY_HELP,
  CLIENT_AUTHORISE_HELP,
  CLIENT_BLOCK_HELP,
  CLIENT_CHANGE_HELP,
  CLIENT_CLOSE_HELP,
  CLIENT_CREATE_HELP,
  CLIENT_END_KEY_HELP,
  CLIENT_LIST_HELP,
  CLIENT_SHOW_HELP,
  CLIENT_UNBLOCK_HELP,
} from './help/clients.ts';
import {
  DIRECTORY_ERROR_LIST_HELP,
  DIRECTORY_ERROR_RESOLVE_HELP,
  WEBHOOK_END_HELP,
  WEBHOOK_LIST_HELP,
  WEBHOOK_REPLAY_HELP,
} from './help/sharing.ts';
import { EVIDENCE_RECEIPT_HELP, EVIDENCE_VERIFY_HELP } from './help/evidence.ts';
import {
  KEY_ASSIGN_HELP,
  KEY_DESTROY_HELP,
  KEY_IMPORT_HELP,
  KEY_LIST_HELP,
  KEY_RENEW_HELP,
  KEY_REQUEST_HELP,
  KEY_ROTATE_HELP,
  KEY_WITHDRAW_HELP,
} from './help/keys.ts';
import { EDITION_HELP, ISSUE_HELP, ISSUE_TABLE_HELP, KEYGEN_HELP, REVOKE_HELP } from './help/making.ts';
import { EVIDENCE_HELP, SIGN_HELP, STAMP_HELP } from './help/stamping.ts';
import {
  BACKUP_HELP,
  DOCTOR_HELP,
  JOURNAL_ABOUT_HELP,
  JOURNAL_CHECK_EXPORT_HELP,
  JOURNAL_EXPORT_HELP,
  JOURNAL_VERIFY_HELP,
  RESTORE_HELP,
} from './help/maintenance.ts';
import {
  APPROVER_ENROL_HELP,
  APPROVER_LIST_HELP,
  EMERGENCY_END_HELP,
  EMERGENCY_LIST_HELP,
  EMERGENCY_STOP_HELP,
  GRANT_CONFIRM_HELP,
  GRANT_END_HELP,
  GRANT_LEDGER_HELP,
  GRANT_LIST_HELP,
  GRANT_PROPOSE_HELP,
  GRANT_SHOW_HELP,
} from './help/grants.ts';
import { COLLECTING_IMPORT_HELP, COLLECTING_LIST_HELP, COLLECTING_RECORD_HELP } from './help/collecting.ts';
import { COPY_CANCELLED_HELP, COPY_MAKE_HELP, COPY_SEAL_HELP } from './help/copies.ts';
import type { CommandHelp } from './help/model.ts';
import {
  ORGANISATION_CHANGE_HELP,
  ORGANISATION_CREATE_HELP,
  ORGANISATION_END_HELP,
  ORGANISATION_LIST_HELP,
  ORGANISATION_SHOW_HELP,
  ORGANISATION_SUCCEED_HELP,
} from './help/organisations.ts';
import { CATALOGUE_EXPORT_HELP, CATALOGUE_IMPORT_HELP, CATALOGUE_LIST_HELP, CATALOGUE_STEP_HELP } from './help/catalogue.ts';
import { DATA_KEY_FORGET_HELP, DATA_KEY_LIST_HELP, DATA_KEY_ROTATE_HELP } from './help/protection.ts';
import { PLACE_EXPORT_HELP, PLACE_IMPORT_HELP, PLACE_LIST_HELP, PLACE_MOVE_HELP } from './help/places.ts';
import {
  RETENTION_CARRY_OUT_HELP,
  RETENTION_LISTS_HELP,
  RETENTION_MAKE_HELP,
  RETENTION_RULE_HELP,
  RETENTION_RULES_HELP,
  RETENTION_SHOW_HELP,
} from './help/retention.ts';
import { STATISTICS_REBUILD_HELP } from './help/statistics.ts';
import { STAMPINGS_EXPORT_HELP, STAMPINGS_LIST_HELP } from './help/stampings.ts';
import {
  SEAL_APPLICATIONS_HELP,
  SEAL_CANCEL_HELP,
  SEAL_COMPROMISE_HELP,
  SEAL_COMPROMISED_HELP,
  SEAL_EXPORT_HELP,
  SEAL_FILE_HELP,
  SEAL_IMPORT_HELP,
  SEAL_LIST_HELP,
  SEAL_MAKE_HELP,
  SEAL_NOTICES_HELP,
  SEAL_RESEAL_HELP,
  SEAL_SHOW_HELP,
  SEAL_STOP_HELP,
} from './help/seals.ts';
import { STATUS_MAPPING_IMPORT_HELP, STATUS_MAPPING_LIST_HELP } from './help/status-mappings.ts';
import { INSPECT_HELP, STATUS_HELP, VERIFY_HELP } from './help/verification.ts';

/** What a command does with its arguments. */
export type Run = (context: CliContext, argv: readonly string[]) => Promise<ExitCode>;

/** A command; its code is loaded when it is called. */
export interface Command {
  readonly help: CommandHelp;
  load(): Promise<Run>;
}

/** Every command by name; names of two words are the second of what the first is about. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  verify: { help: VERIFY_HELP, load: async () => (await import('./commands/verify.ts')).verify },
  inspect: { help: INSPECT_HELP, load: async () => (await import('./commands/inspect.ts')).inspect },
  status: { help: STATUS_HELP, load: async () => (await import('./commands/status.ts')).status },
  issue: { help: ISSUE_HELP, load: async () => (await import('./commands/issue.ts')).issue },
  'issue-table': { help: ISSUE_TABLE_HELP, load: async () => (await import('./commands/issue-table.ts')).issueTable },
  edition: { help: EDITION_HELP, load: async () => (await import('./commands/edition.ts')).edition },
  'collecting list': {
    help: COLLECTING_LIST_HELP,
    load: async () => (await import('./commands/collecting.ts')).collectingList,
  },
  'collecting record': {
    help: COLLECTING_RECORD_HELP,
    load: async () => (await import('./commands/collecting.ts')).collectingRecord,
  },
  'collecting import': {
    help: COLLECTING_IMPORT_HELP,
    load: async () => (await import('./commands/collecting.ts')).collectingImport,
  },
  'copy make': { help: COPY_MAKE_HELP, load: async () => (await import('./commands/copy.ts')).copyMake },
  'copy cancelled': { help: COPY_CANCELLED_HELP, load: async () => (await import('./commands/copy.ts')).copyCancelled },
  'copy seal': { help: COPY_SEAL_HELP, load: async () => (await import('./commands/copy.ts')).copySeal },
  evidence: { help: EVIDENCE_HELP, load: async () => (await import('./commands/evidence.ts')).evidence },
  'webhook list': {
    help: WEBHOOK_LIST_HELP,
    load: async () => (await import('./commands/webhook.ts')).webhookList,
  },
  'webhook replay': {
    help: WEBHOOK_REPLAY_HELP,
    load: async () => (await import('./commands/webhook.ts')).webhookReplay,
  },
  'webhook end': {
    help: WEBHOOK_END_HELP,
    load: async () => (await import('./commands/webhook.ts')).webhookEnd,
  },
  'directory-error list': {
    help: DIRECTORY_ERROR_LIST_HELP,
    load: async () => (await import('./commands/webhook.ts')).directoryErrorList,
  },
  'directory-error resolve': {
    help: DIRECTORY_ERROR_RESOLVE_HELP,
    load: async () => (await import('./commands/webhook.ts')).directoryErrorResolve,
  },
  'evidence verify': {
    help: EVIDENCE_VERIFY_HELP,
    load: async () => (await import('./commands/evidence-package.ts')).evidenceVerify,
  },
  'evidence receipt': {
    help: EVIDENCE_RECEIPT_HELP,
    load: async () => (await import('./commands/evidence-package.ts')).evidenceReceipt,
  },
  stamp: { help: STAMP_HELP, load: async () => (await import('./commands/stamp.ts')).stamp },
  sign: { help: SIGN_HELP, load: async () => (await import('./commands/sign.ts')).sign },
  keygen: { help: KEYGEN_HELP, load: async () => (await import('./commands/keygen.ts')).keygen },
  'seal list': { help: SEAL_LIST_HELP, load: async () => (await import('./commands/seal.ts')).sealList },
  'seal show': { help: SEAL_SHOW_HELP, load: async () => (await import('./commands/seal.ts')).sealShow },
  'seal applications': {
    help: SEAL_APPLICATIONS_HELP,
    load: async () => (await import('./commands/seal.ts')).sealApplications,
  },
  'seal make': { help: SEAL_MAKE_HELP, load: async () => (await import('./commands/seal.ts')).sealMake },
  'seal file': { help: SEAL_FILE_HELP, load: async () => (await import('./commands/seal.ts')).sealFile },
  'seal cancel': { help: SEAL_CANCEL_HELP, load: async () => (await import('./commands/seal.ts')).sealCancel },
  'seal export': { help: SEAL_EXPORT_HELP, load: async () => (await import('./commands/seal-filings.ts')).sealExport },
  'seal import': { help: SEAL_IMPORT_HELP, load: async () => (await import('./commands/seal-filings.ts')).sealImport },
  'seal stop': { help: SEAL_STOP_HELP, load: async () => (await import('./commands/seal.ts')).sealStop },
  'seal compromise': {
    help: SEAL_COMPROMISE_HELP,
    load: async () => (await import('./commands/seal-compromise.ts')).sealCompromise,
  },
  'seal compromised': {
    help: SEAL_COMPROMISED_HELP,
    load: async () => (await import('./commands/seal-compromise.ts')).sealCompromised,
  },
  'seal notices': { help: SEAL_NOTICES_HELP, load: async () => (await import('./commands/seal-compromise.ts')).sealNotices },
  'seal reseal': { help: SEAL_RESEAL_HELP, load: async () => (await import('./commands/seal-compromise.ts')).sealReseal },
  'key list': { help: KEY_LIST_HELP, load: async () => (await import('./commands/key-list.ts')).keyList },
  'key import': { help: KEY_IMPORT_HELP, load: async () => (await import('./commands/key-import.ts')).keyImport },
  'key request': { help: KEY_REQUEST_HELP, load: async () => (await import('./commands/key-request.ts')).keyRequest },
  'key renew': { help: KEY_RENEW_HELP, load: async () => (await import('./commands/key-renew.ts')).keyRenew },
  'key rotate': { help: KEY_ROTATE_HELP, load: async () => (await import('./commands/key-rotate.ts')).keyRotate },
  'key assign': { help: KEY_ASSIGN_HELP, load: async () => (await import('./commands/key-assign.ts')).keyAssign },
  'key withdraw': { help: KEY_WITHDRAW_HELP, load: async () => (await import('./commands/key-withdraw.ts')).keyWithdraw },
  'key destroy': { help: KEY_DESTROY_HELP, load: async () => (await import('./commands/key-destroy.ts')).keyDestroy },
  'grant list': { help: GRANT_LIST_HELP, load: async () => (await import('./commands/grant.ts')).grantList },
  'grant show': { help: GRANT_SHOW_HELP, load: async () => (await import('./commands/grant.ts')).grantShow },
  'grant propose': { help: GRANT_PROPOSE_HELP, load: async () => (await import('./commands/grant.ts')).grantPropose },
  'grant confirm': { help: GRANT_CONFIRM_HELP, load: async () => (await import('./commands/grant.ts')).grantConfirm },
  'grant end': { help: GRANT_END_HELP, load: async () => (await import('./commands/grant.ts')).grantEnd },
  'grant ledger': { help: GRANT_LEDGER_HELP, load: async () => (await import('./commands/grant.ts')).grantLedger },
  'emergency list': { help: EMERGENCY_LIST_HELP, load: async () => (await import('./commands/emergency.ts')).emergencyList },
  'emergency stop': { help: EMERGENCY_STOP_HELP, load: async () => (await import('./commands/emergency.ts')).emergencyStop },
  'emergency end': { help: EMERGENCY_END_HELP, load: async () => (await import('./commands/emergency.ts')).emergencyEnd },
  'stampings list': { help: STAMPINGS_LIST_HELP, load: async () => (await import('./commands/stampings.ts')).stampingsList },
  'stampings export': {
    help: STAMPINGS_EXPORT_HELP,
    load: async () => (await import('./commands/stampings.ts')).stampingsExport,
  },
  'approver enrol': { help: APPROVER_ENROL_HELP, load: async () => (await import('./commands/grant.ts')).approverEnrol },
  'approver list': { help: APPROVER_LIST_HELP, load: async () => (await import('./commands/grant.ts')).approverList },
  'catalogue list': { help: CATALOGUE_LIST_HELP, load: async () => (await import('./commands/catalogue.ts')).catalogueList },
  'catalogue export': {
    help: CATALOGUE_EXPORT_HELP,
    load: async () => (await import('./commands/catalogue.ts')).catalogueExport,
  },
  'catalogue import': {
    help: CATALOGUE_IMPORT_HELP,
    load: async () => (await import('./commands/catalogue.ts')).catalogueImport,
  },
  'catalogue step': { help: CATALOGUE_STEP_HELP, load: async () => (await import('./commands/catalogue.ts')).catalogueStep },
  'status-mapping list': {
    help: STATUS_MAPPING_LIST_HELP,
    load: async () => (await import('./commands/status-mapping.ts')).statusMappingList,
  },
  'status-mapping import': {
    help: STATUS_MAPPING_IMPORT_HELP,
    load: async () => (await import('./commands/status-mapping.ts')).statusMappingImport,
  },
  'organisation list': {
    help: ORGANISATION_LIST_HELP,
    load: async () => (await import('./commands/organisation.ts')).organisationList,
  },
  'organisation show': {
    help: ORGANISATION_SHOW_HELP,
    load: async () => (await import('./commands/organisation.ts')).organisationShow,
  },
  'organisation create': {
    help: ORGANISATION_CREATE_HELP,
    load: async () => (await import('./commands/organisation.ts')).organisationCreate,
  },
  'organisation change': {
    help: ORGANISATION_CHANGE_HELP,
    load: async () => (await import('./commands/organisation.ts')).organisationChange,
  },
  'organisation end': {
    help: ORGANISATION_END_HELP,
    load: async () => (await import('./commands/organisation.ts')).organisationEnd,
  },
  'organisation succeed': {
    help: ORGANISATION_SUCCEED_HELP,
    load: async () => (await import('./commands/organisation.ts')).organisationSucceed,
  },
  'alarm list': { help: ALARM_LIST_HELP, load: async () => (await import('./commands/alarm.ts')).alarmList },
  'statistics rebuild': {
    help: STATISTICS_REBUILD_HELP,
    load: async () => (await import('./commands/statistics.ts')).statisticsRebuild,
  },
  'place list': { help: PLACE_LIST_HELP, load: async () => (await import('./commands/place.ts')).placeList },
  'place import': { help: PLACE_IMPORT_HELP, load: async () => (await import('./commands/place.ts')).placeImport },
  'place export': { help: PLACE_EXPORT_HELP, load: async () => (await import('./commands/place.ts')).placeExport },
  'place move': { help: PLACE_MOVE_HELP, load: async () => (await import('./commands/place.ts')).placeMove },
  'account list': { help: ACCOUNT_LIST_HELP, load: async () => (await import('./commands/account.ts')).accountList },
  'account create': { help: ACCOUNT_CREATE_HELP, load: async () => (await import('./commands/account.ts')).accountCreate },
  'account roles': { help: ACCOUNT_ROLES_HELP, load: async () => (await import('./commands/account.ts')).accountRoles },
  'account scope': { help: ACCOUNT_SCOPE_HELP, load: async () => (await import('./commands/account.ts')).accountScope },
  'account move': { help: ACCOUNT_MOVE_HELP, load: async () => (await import('./commands/account.ts')).accountMove },
  'account reset-password': {
    help: ACCOUNT_RESET_PASSWORD_HELP,
    load: async () => (await import('./commands/account.ts')).accountResetPassword,
  },
  'account reset-second-factor': {
    help: ACCOUNT_RESET_SECOND_FACTOR_HELP,
    load: async () => (await import('./commands/account.ts')).accountResetSecondFactor,
  },
  'account lock': { help: ACCOUNT_LOCK_HELP, load: async () => (await import('./commands/account.ts')).accountLock },
  'account unlock': { help: ACCOUNT_UNLOCK_HELP, load: async () => (await import('./commands/account.ts')).accountUnlock },
  'account unlink': { help: ACCOUNT_UNLINK_HELP, load: async () => (await import('./commands/account.ts')).accountUnlink },
  'account close': { help: ACCOUNT_CLOSE_HELP, load: async () => (await import('./commands/account.ts')).accountClose },
  'client list': { help: CLIENT_LIST_HELP, load: async () => (await import('./commands/client.ts')).clientList },
  'client show': { help: CLIENT_SHOW_HELP, load: async () => (await import('./commands/client.ts')).clientShow },
  'client create': { help: CLIENT_CREATE_HELP, load: async () => (await import('./commands/client.ts')).clientCreate },
  'client change': { help: CLIENT_CHANGE_HELP, load: async () => (await import('./commands/client.ts')).clientChange },
  'client authorise': { help: CLIENT_AUTHORISE_HELP, load: async () => (await import('./commands/client.ts')).clientAuthorise },
  'client block': { help: CLIENT_BLOCK_HELP, load: async () => (await import('./commands/client.ts')).clientBlock },
  'client unblock': { help: CLIENT_UNBLOCK_HELP, load: async () => (await import('./commands/client.ts')).clientUnblock },
  'client close': { help: CLIENT_CLOSE_HELP, load: async () => (await import('./commands/client.ts')).clientClose },
  'client add-key': { help: CLIENT_ADD_KEY_HELP, load: async () => (await import('./commands/client.ts')).clientAddKey },
  'client end-key': { help: CLIENT_END_KEY_HELP, load: async () => (await import('./commands/client.ts')).clientEndKey },
  'api-key list': { help: API_KEY_LIST_HELP, load: async () => (await import('./commands/client.ts')).apiKeyList },
  'api-key end': { help: API_KEY_END_HELP, load: async () => (await import('./commands/client.ts')).apiKeyEnd },
  revoke: { help: REVOKE_HELP, load: async () => (await import('./commands/revoke.ts')).revoke },
  'journal verify': {
    help: JOURNAL_VERIFY_HELP,
    load: async () => (await import('./commands/journal-verify.ts')).journalVerify,
  },
  'journal about': { help: JOURNAL_ABOUT_HELP, load: async () => (await import('./commands/journal-about.ts')).journalAbout },
  'journal export': {
    help: JOURNAL_EXPORT_HELP,
    load: async () => (await import('./commands/journal-export.ts')).journalExport,
  },
  'journal check-export': {
    help: JOURNAL_CHECK_EXPORT_HELP,
    load: async () => (await import('./commands/journal-check-export.ts')).journalCheckExport,
  },
  'data-key list': { help: DATA_KEY_LIST_HELP, load: async () => (await import('./commands/data-key.ts')).dataKeyList },
  'data-key forget': { help: DATA_KEY_FORGET_HELP, load: async () => (await import('./commands/data-key.ts')).dataKeyForget },
  'data-key rotate': { help: DATA_KEY_ROTATE_HELP, load: async () => (await import('./commands/data-key.ts')).dataKeyRotate },
  'retention rules': { help: RETENTION_RULES_HELP, load: async () => (await import('./commands/retention.ts')).retentionRules },
  'retention rule': { help: RETENTION_RULE_HELP, load: async () => (await import('./commands/retention.ts')).retentionRule },
  'retention lists': { help: RETENTION_LISTS_HELP, load: async () => (await import('./commands/retention.ts')).retentionLists },
  'retention show': { help: RETENTION_SHOW_HELP, load: async () => (await import('./commands/retention.ts')).retentionShow },
  'retention make': { help: RETENTION_MAKE_HELP, load: async () => (await import('./commands/retention.ts')).retentionMake },
  'retention carry-out': {
    help: RETENTION_CARRY_OUT_HELP,
    load: async () => (await import('./commands/retention.ts')).retentionCarryOut,
  },
  backup: { help: BACKUP_HELP, load: async () => (await import('./commands/backup.ts')).backup },
  restore: { help: RESTORE_HELP, load: async () => (await import('./commands/restore.ts')).restore },
  doctor: { help: DOCTOR_HELP, load: async () => (await import('./commands/doctor.ts')).doctor },
};
