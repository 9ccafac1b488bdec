import { YinzhengError } from '../../base/errors/index.ts';
import {
  der,
  isUniversal,
  readBitStringBytes,
  readDer,
  readInteger,
  readOctetString,
  readOid,
  readString,
  TAG,
  type DerNode,
} from '../../asn1/index.ts';
import {
  itemAt,
  MAX_SES_BYTES,
  MAX_SES_ITEMS,
  readCount,
  readExtensions,
  readSealTime,
  readTimeStamp,
  refusal,
  sequenceItems,
  tolerate,
  type Reading,
} from '../structure.ts';
import type { Seal, SealCertificateList, SealPicture, SesVersion } from './model.ts';

/**
 * Reads a seal of version 1, 4 or 5 (GM/T 0031-2014 §6.1, GB/T 38540-2020, GM/T 0031-2025), DER without trailing bytes.
 * @throws {YinzhengError} SEAL_MALFORMED, DER_MALFORMED, INPUT_TOO_LARGE
 */
export function parseSeal(bytes: Uint8Array): Seal {
  if (bytes.length > MAX_SES_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_SES_BYTES });
  return readSeal(readDer(bytes));
}

/**
 * Reads a seal from the node that holds it: two items are version 1, four or five are told apart by the header's version.
 * @throws {YinzhengError} SEAL_MALFORMED, DER_MALFORMED
 */
export function readSeal(node: DerNode): Seal {
  const reading: Reading = { code: 'SEAL_MALFORMED', deviations: [] };
  const items = sequenceItems(reading, node, { name: 'SESeal', min: 2, max: 5 });
  if (items.length === 3) throw refusal(reading, 'SESeal has 3 items');
  const infoNode = itemAt(reading, items, 0);
  const info = readInfo(reading, infoNode, { flat: items.length > 2 });
  if (items.length === 5 && info.version !== 5) throw refusal(reading, 'SESeal has 5 items before version 5');
  const maker = info.version === 1 ? makerInside(reading, infoNode, itemAt(reading, items, 1)) : makerBeside(reading, items);
  return { raw: node.raw, ...info, ...maker, deviations: reading.deviations };
}

type Maker = Pick<Seal, 'makerCertificate' | 'signatureAlgorithm' | 'signedBytes' | 'signature' | 'timeStamp'>;

/** Version 1: SES_SignInfo, which some products put inside a BIT STRING; it signs a SEQUENCE of three. */
function makerInside(reading: Reading, info: DerNode, node: DerNode): Maker {
  let signInfo = node;
  if (isUniversal(node, TAG.bitString)) {
    tolerate(reading, 'WRAPPED_STRUCTURE', 'signInfo');
    signInfo = readDer(readBitStringBytes(node));
  }
  const items = sequenceItems(reading, signInfo, { name: 'signInfo', min: 3, max: 3 });
  const [certificate, algorithm, signature] = [0, 1, 2].map((index) => itemAt(reading, items, index)) as [
    DerNode,
    DerNode,
    DerNode,
  ];
  return {
    makerCertificate: readOctetString(certificate),
    signatureAlgorithm: readOid(algorithm),
    signedBytes: der.sequence(info.raw, certificate.raw, algorithm.raw),
    signature: readBitStringBytes(signature),
    timeStamp: null,
  };
}

function makerBeside(reading: Reading, items: readonly DerNode[]): Maker {
  return {
    makerCertificate: readOctetString(itemAt(reading, items, 1)),
    signatureAlgorithm: readOid(itemAt(reading, items, 2)),
    signedBytes: itemAt(reading, items, 0).raw,
    signature: readBitStringBytes(itemAt(reading, items, 3)),
    timeStamp: readTimeStamp(reading, items[4]),
  };
}

type Info = Omit<Seal, keyof Maker | 'raw' | 'deviations'>;

/** SES_SealInfo as read: a seal before its maker signs it. */
export type SealInfo = Info & Pick<Seal, 'deviations'>;

/**
 * Reads SES_SealInfo alone, the bytes a maker signs from version 4 on.
 * @throws {YinzhengError} SEAL_MALFORMED, DER_MALFORMED, INPUT_TOO_LARGE
 */
export function parseSealInfo(bytes: Uint8Array): SealInfo {
  if (bytes.length > MAX_SES_BYTES) throw new YinzhengError('INPUT_TOO_LARGE', { limit: MAX_SES_BYTES });
  const reading: Reading = { code: 'SEAL_MALFORMED', deviations: [] };
  return { ...readInfo(reading, readDer(bytes), { flat: true }), deviations: reading.deviations };
}

function readInfo(reading: Reading, node: DerNode, form: { readonly flat: boolean }): Info {
  const items = sequenceItems(reading, node, { name: 'eSealInfo', min: 4, max: 5 });
  const header = sequenceItems(reading, items[0], { name: 'header', min: 3, max: 3 });
  if (readString(itemAt(reading, header, 0)) !== 'ES') throw refusal(reading, 'header.ID is not ES');
  const number = readInteger(itemAt(reading, header, 1));
  const version = structureVersion(reading, number, form);
  return {
    version,
    vendor: readString(itemAt(reading, header, 2)),
    esId: readString(itemAt(reading, items, 1)),
    ...readProperty(reading, itemAt(reading, items, 2), version),
    picture: readPicture(reading, itemAt(reading, items, 3)),
    extensions: readExtensions(reading, items[4]),
  };
}

/** The number in the header only tells 5 from 4; other numbers occur (11 in the text of GM/T 0031-2014) and are reported. */
function structureVersion(reading: Reading, number: number, form: { readonly flat: boolean }): SesVersion {
  const version = form.flat ? (number === 5 ? 5 : 4) : 1;
  if (number !== version) tolerate(reading, 'SES_VERSION_NUMBER', 'header.version');
  return version;
}

type Property = Pick<Seal, 'type' | 'name' | 'certificateList' | 'createdAt' | 'validFrom' | 'validTo'>;

function readProperty(reading: Reading, node: DerNode, version: SesVersion): Property {
  const size = version === 1 ? 6 : 7;
  const items = sequenceItems(reading, node, { name: 'property', min: size, max: size });
  const [createdAt, validFrom, validTo] = (['createDate', 'validStart', 'validEnd'] as const).map((field, index) =>
    readSealTime(reading, itemAt(reading, items, size - 3 + index), {
      tag: version === 1 ? TAG.utcTime : TAG.generalizedTime,
      field,
    }),
  ) as [number, number, number];
  if (createdAt > validFrom) tolerate(reading, 'SEAL_CREATED_OUTSIDE_PERIOD', 'createDate');
  const listKind = version === 1 ? 1 : readInteger(itemAt(reading, items, 2));
  return {
    type: readInteger(itemAt(reading, items, 0)),
    name: readString(itemAt(reading, items, 1)),
    certificateList: readCertificateList(reading, itemAt(reading, items, size - 4), { listKind, version }),
    createdAt,
    validFrom,
    validTo,
  };
}

function readCertificateList(
  reading: Reading,
  node: DerNode,
  form: { readonly listKind: number; readonly version: SesVersion },
): SealCertificateList {
  const items = sequenceItems(reading, node, { name: 'certList', min: 0, max: MAX_SES_ITEMS });
  if (form.listKind === 1) {
    const certificates: Uint8Array[] = [];
    for (const item of items) {
      // Seals of version 1 were made with other things in this place (an IA5String "1"); they then admit nobody.
      if (form.version === 1 && !isUniversal(item, TAG.octetString)) {
        tolerate(reading, 'CERT_LIST_WITHOUT_CERTIFICATES', 'certList');
      } else {
        certificates.push(readOctetString(item));
      }
    }
    return { kind: 'certificates', certificates };
  }
  if (form.listKind !== 2) throw refusal(reading, `certListType is ${form.listKind}`);
  const digests = items.map((item) => {
    const parts = sequenceItems(reading, item, { name: 'CertDigestObj', min: 2, max: 2 });
    return { type: readString(itemAt(reading, parts, 0)), value: readOctetString(itemAt(reading, parts, 1)) };
  });
  return { kind: 'digests', digests };
}

function readPicture(reading: Reading, node: DerNode): SealPicture {
  const items = sequenceItems(reading, node, { name: 'picture', min: 4, max: 4 });
  return {
    type: readString(itemAt(reading, items, 0)).toLowerCase(),
    data: readOctetString(itemAt(reading, items, 1)),
    width: readCount(reading, itemAt(reading, items, 2), 'picture.width'),
    height: readCount(reading, itemAt(reading, items, 3), 'picture.height'),
  };
}
