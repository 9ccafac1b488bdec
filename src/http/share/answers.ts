/** How each operation is answered: from a question in our words to an answer in our words. */
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { isoInstant } from '../../base/time.ts';
import type { Actor, Purpose } from '../../domain/access/index.ts';
import { readDate, type SharingOperation, type SharingProfile } from '../../domain/sharing/index.ts';
import { FIELDS_RESULT_WORDS } from '../../services/verification/index.ts';
import type { Shared } from '../../services/sharing/index.ts';
import { isLicenceStatusName } from '../../report/words/index.ts';
import type { SharingServices } from './services.ts';
import { directoryView, fileView, licenceView, listedView, statusLine } from './view.ts';

/** A question as it was checked, in our words. */
export type Asked = Readonly<Record<string, unknown>>;

/** Who asks, and by which certificate he is connected. */
export interface Asking {
  readonly actor: Actor;
  readonly certificate: Parameters<SharingServices['token']>[0]['certificate'];
  readonly accessId: string | null;
}

/** Answers of the operations over the services; each rejects as its use case does. */
export function answersOf(
  sharing: SharingServices,
  profile: SharingProfile,
): Readonly<Record<SharingOperation, (asked: Asked, asking: Asking) => Promise<Shared<unknown>>>> {
  const now = (): string => isoInstant(sharing.now());
  return {
    token: async (asked, asking) => {
      const { text, life } = await tokenFor(sharing, asked, asking);
      return done({ token: text, expiresIn: life / 1000 });
    },
    search: async (asked, { actor }) => {
      const { holderCode, holderCodeType, holderName, typeCode, cursor } = textsOf(asked);
      const question = { holderCodeType, holderName, typeCode, cursor, limit: Number(asked['limit']), purpose: purposeOf(asked) };
      const found = await sharing.search(actor, { ...question, holderCode: holderCode ?? '' });
      return map(found, ({ items, cursor: next }) => ({ items: items.map((item) => listedView(profile, item)), cursor: next }));
    },
    query: async (asked, { actor }) => map(await sharing.query(actor, orderOf(asked)), (found) => licenceView(profile, found)),
    metadata: async (asked, { actor }) => {
      const types = await sharing.metadata(actor, { typeCode: textsOf(asked)['typeCode'] });
      return done({
        items: types.map(({ code, name, version, fields, files }) => ({
          ...{ typeCode: code, typeName: name, typeVersion: version, files },
          fields: fields.map((field) => ({ fieldName: field.name, fieldType: field.type, required: field.required })),
        })),
      });
    },
    file: async (asked, { actor }) => map(await sharing.file(actor, orderOf(asked)), fileView),
    fileAddress: async (asked, { actor }) =>
      map(await sharing.fileAddress(actor, orderOf(asked)), ({ address, expiresAt, file, identifier }) => ({
        ...{ identifier, fileName: `${identifier}.${file.format}`, fileFormat: file.format, fileSize: file.size },
        ...{ fileDigest: file.digest, address, expiresAt: isoInstant(expiresAt) },
      })),
    verifyFields: async (asked, { actor }) => {
      const { issueDate, validFrom, validTo, identifier, typeCode, issuerCode, licenceNumber, holderName, holderCode } =
        textsOf(asked);
      const { result, asOf } = await sharing.verifyFields(actor, {
        ...{ identifier, typeCode, issuerCode, licenceNumber, holderName, holderCode, purpose: purposeOf(asked) },
        issueDate: dayOf(profile, issueDate),
        validFrom: dayOf(profile, validFrom),
        validTo: dateOf(profile, validTo),
        fields: asked['face'] as Readonly<Record<string, string>> | undefined,
      });
      return done({ result: profile.results[result], resultName: FIELDS_RESULT_WORDS[result].zh, asOf: isoInstant(asOf) });
    },
    verifyFile: async (asked, { actor }) => {
      const bytes = new Uint8Array(Buffer.from(String(asked['content']), 'base64'));
      const found = await sharing.verifyFile(actor, { bytes, purpose: purposeOf(asked) });
      return map(found, ({ report: { conclusion, subIndication, document, register } }) => ({
        ...{ conclusion, reason: subIndication, fileDigest: document.sm3 },
        ...(register &&
          isLicenceStatusName(register.status) && {
            ...{ identifier: register.identifier, status: profile.statuses[register.status] },
          }),
      }));
    },
    readCode: async (asked, { actor }) => {
      const found = await sharing.readCode(actor, { code: String(asked['code']), purpose: purposeOf(asked) });
      return map(found, (licence) => licenceView(profile, licence));
    },
    statuses: async (asked, { actor }) => {
      const identifiers = asked['identifiers'] as readonly string[];
      const found = await sharing.statuses(actor, { identifiers, purpose: purposeOf(asked) });
      return map(found, (lines) => ({ items: lines.map((line) => statusLine(profile, line)), asOf: now() }));
    },
    changes: async (asked, { actor }) => {
      const { items, through, more } = await sharing.changes(actor, pageOf(asked));
      return done({
        items: items.map(({ _id, change, identifier, edition, typeCode, issuer, recordedAt }) => ({
          ...{ sequence: Number(_id), change: profile.changes[change], identifier, edition, typeCode },
          ...{ issuerCode: issuer, recordedAt },
        })),
        ...{ cursor: through, more },
      });
    },
    directory: async (asked, { actor }) => {
      const { items, through, more } = await sharing.directory(actor, { ...pageOf(asked), purpose: purposeOf(asked) });
      return done({ items: items.map((row) => directoryView(profile, row)), cursor: through, more });
    },
    directoryErrors: async (asked, { actor }) => {
      const errors = asked['items'] as Parameters<SharingServices['directoryErrors']>[1]['errors'];
      return done({ accepted: await sharing.directoryErrors(actor, { errors }) });
    },
  };
}

function tokenFor(sharing: SharingServices, asked: Asked, { certificate, accessId }: Asking) {
  const { accessKey, clientAssertion } = textsOf(asked);
  if (accessKey !== undefined) return sharing.tokenByKey({ accessKey, clientId: accessId });
  const assertion = clientAssertion ?? null;
  return sharing.token({ grantType: 'client_credentials', scope: null, clientId: accessId, assertion, certificate });
}

function done(value: unknown): Shared<unknown> {
  return { kind: 'done', value };
}

function map<T>(shared: Shared<T>, view: (value: T) => unknown): Shared<unknown> {
  return shared.kind === 'pending' ? shared : done(view(shared.value));
}

function textsOf(asked: Asked): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(asked).filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}

function purposeOf(asked: Asked): Purpose {
  const { purposeItem = '', purposeCause = '', caseNumber = null } = textsOf(asked);
  return { item: purposeItem, cause: purposeCause, caseNumber };
}

function orderOf(asked: Asked): { readonly identifier: string; readonly purpose: Purpose } {
  return { identifier: String(asked['identifier']), purpose: purposeOf(asked) };
}

function pageOf(asked: Asked): { readonly cursor: number; readonly limit: number } {
  return { cursor: Number(asked['cursor']), limit: Number(asked['limit']) };
}

function dateOf(profile: SharingProfile, text: string | undefined) {
  const date = text === undefined ? undefined : readDate(profile, text);
  if (date === null)
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(`dates are written ${profile.dates}`, `日期格式应为 ${profile.dates}`),
    });
  return date;
}

function dayOf(profile: SharingProfile, text: string | undefined) {
  const date = dateOf(profile, text);
  if (date === 'long-term') throw new YinzhengError('DATE_INVALID', { text: 'long-term' });
  return date;
}
