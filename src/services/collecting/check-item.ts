/** Whether an item may be taken: its type, fields, holders, days, identifier. */
import { bilingual, isYinzhengError, YinzhengError } from '../../base/errors/index.ts';
import { checkFields, isWithdrawn, publishedVersion, readLicenceType } from '../../domain/catalogue/index.ts';
import type { CollectingSource } from '../../domain/collecting/index.ts';
import { isCreditCode, readIdentifier, writeIdentifier } from '../../domain/identifier/index.ts';
import { checkHolders, validityOf, type LicenceEdition } from '../../domain/licence/index.ts';
import { isAreaCode } from '../../domain/organisation/index.ts';
import { localDateAt } from '../../base/time.ts';
import { dictionariesOf } from '../licence-types/index.ts';
import { randomSerial } from '../licences/random.ts';
import type { CollectingDependencies } from './ports.ts';
import type { CollectedItem } from './schema.ts';

/** What an item gives a licence. */
export interface CheckedItem {
  readonly typeName: string;
  readonly demonstration: boolean;
  readonly identifier: string;
  /** Number of the edition in the identifier. */
  readonly edition: string;
  readonly checkRight: boolean;
  readonly data: Pick<
    LicenceEdition,
    'licenceNumber' | 'typeVersion' | 'template' | 'issueDate' | 'validFrom' | 'validTo' | 'fields'
  >;
}

/**
 * Checks an item by its type's schema.
 * @param known identifier that the licence has here already, kept where the source names none
 * @throws {YinzhengError} COLLECTED_ITEM_INVALID, LICENCE_TYPE_NOT_FOUND, FIELD_INVALID, HOLDER_INVALID, DATE_INVALID, IDENTIFIER_INVALID, DEMONSTRATION_REFUSED
 */
export async function checkItem(
  deps: Pick<CollectingDependencies, 'store' | 'clock' | 'random' | 'demonstration'>,
  source: CollectingSource,
  { item, known }: { readonly item: CollectedItem; readonly known: string | null },
): Promise<CheckedItem> {
  const { records } = deps.store;
  const { typeCode } = item;
  if (!source.types.includes(typeCode))
    throw invalid(`the source has no licences of type ${typeCode}`, `该来源不报送类型 ${typeCode} 的证照`);
  const stored = await records.get('licence-types', typeCode);
  if (!stored) throw new YinzhengError('LICENCE_TYPE_NOT_FOUND', { type: typeCode });
  const type = readLicenceType(stored);
  const version = publishedVersion(type);
  if (!version || isWithdrawn(type)) throw invalid(`the type ${typeCode} is not in use`, `证照类型 ${typeCode} 未启用`);
  if (type.demonstration && !deps.demonstration) throw new YinzhengError('DEMONSTRATION_REFUSED');
  const { content } = version;
  const fields = checkFields(content.fields, item.fields, await dictionariesOf(records, content.fields));
  checkHolders(item.holders, content.holders);
  if (!isCreditCode(item.issuer.code)) throw invalid('the code of the issuer is wrong', '颁发机构代码有误');
  if (!isAreaCode(item.areaCode)) throw invalid('the area is none', '所属区划代码有误');
  // The term that a type has for new licences does not bind what was issued elsewhere; days still have to be days.
  const days = validityOf({ kind: 'stated', longestYears: null }, item, localDateAt(deps.clock.now()));
  const template = content.templates.find(({ area }) => area === null)?.name;
  return {
    ...{ typeName: content.name, demonstration: type.demonstration },
    ...identified(deps, item, known),
    data: {
      ...{ licenceNumber: item.licenceNumber, typeVersion: version.number, ...days, fields },
      ...(template !== undefined && { template }),
    },
  };
}

function identified(
  deps: Pick<CollectingDependencies, 'random'>,
  { identifier, typeCode, issuer }: CollectedItem,
  known: string | null,
): Pick<CheckedItem, 'identifier' | 'edition' | 'checkRight'> {
  const text =
    identifier ??
    known ??
    writeIdentifier({ typeCode, issuerCode: issuer.code, serial: randomSerial(deps.random), edition: '001' });
  try {
    const read = readIdentifier(text);
    if (read.typeCode !== typeCode || read.issuerCode !== issuer.code)
      throw invalid('the identifier is of another type or issuer', '证照标识中的类型或颁发机构代码不一致');
    return { identifier: read.text, edition: read.edition, checkRight: read.checkRight };
  } catch (error) {
    if (!isYinzhengError(error, 'IDENTIFIER_INVALID')) throw error;
    throw invalid('the identifier is not of the form of GB/T 36904', '证照标识不符合 GB/T 36904 的格式');
  }
}

function invalid(en: string, zh: string): YinzhengError {
  return new YinzhengError('COLLECTED_ITEM_INVALID', { reason: bilingual(en, zh) });
}
