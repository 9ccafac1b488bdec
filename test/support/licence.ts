/** A licence record for tests of pure rules. */
import { localDate, type EndDate } from '../../src/base/time.ts';
import type { Actor } from '../../src/domain/access/index.ts';
import type { LicenceEdition, LicenceRecord, StatusEvent, StatusEventKind } from '../../src/domain/licence/index.ts';

export const CLERK: Actor = {
  person: 'clerk',
  organisation: '11430000006122244L',
  capacity: 'issuer',
  onBehalfOf: null,
  client: 'web',
  session: null,
};

export function edition(dates: { readonly from: string; readonly to: EndDate }): LicenceEdition {
  return {
    number: '001',
    identifier: '1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U',
    verificationCode: '0000-0000-0000-0000-0',
    licenceNumber: 'A-1',
    typeVersion: 1,
    issueDate: localDate(dates.from),
    validFrom: localDate(dates.from),
    validTo: dates.to,
    fields: {},
    intent: { stamping: 's', seal: '51000000000001', sealVersion: 1, signingTime: `${dates.from}T02:00:00.000Z` },
    files: [],
    issuedBy: CLERK,
    purpose: { item: 'i', caseNumber: 'c', cause: 'x' },
    recordedAt: `${dates.from}T02:00:00.000Z`,
  };
}

export function licence(
  dates: { readonly from: string; readonly to: EndDate },
  events: readonly StatusEvent[] = [],
): LicenceRecord {
  return {
    _id: 'l',
    schema: 1,
    version: 1,
    origin: 'issued',
    state: 'published',
    caseKey: 'k',
    requestDigest: '',
    typeCode: '11100000000013338W011',
    typeName: '证',
    issuer: { code: '11430000006122244L', name: '局' },
    responsible: { code: '11430000006122244L', name: '局' },
    holders: [{ name: '张三', codeType: '999', code: 'A1234' }],
    editions: [edition(dates)],
    events,
    demonstration: true,
    outbox: [],
    pending: false,
  };
}

export function event(kind: StatusEventKind, effectiveAt: string, recordedAt = effectiveAt): StatusEvent {
  return { kind, reason: 'r', documentNumber: 'd', effectiveAt, recordedAt, actor: CLERK };
}
