/** DER and PEM. */
import {
  children,
  readBigInteger,
  readBitString,
  readBitStringBytes,
  readBoolean,
  readDer,
  readDerPrefix,
  readEnumerated,
  readInteger,
  readIntegerBytes,
  readNull,
  readOctetString,
  readOid,
  readString,
  readTime,
  TAG,
  type DerNode,
} from '../../src/asn1/index.ts';
import { utf8 } from '../../src/base/bytes.ts';
import { convertBer, readCertificates, readDerOrPem, readPem, writePem } from '../../src/pki/index.ts';
import { berLength } from '../../src/pdf/verify/ber.ts';
import { attempt } from '../attempt.ts';
import type { Target } from '../target.ts';
import { CONTENT } from '../../test/support/tsp.ts';
import { makeCms } from '../../test/support/cms.ts';

const READERS: Readonly<Record<number, (node: DerNode) => unknown>> = {
  [TAG.boolean]: readBoolean,
  [TAG.integer]: (node) => [attempt(() => readInteger(node)), readIntegerBytes(node).length < 100 && readBigInteger(node)],
  [TAG.bitString]: (node) => [readBitStringBytes(node), readBitString(node)],
  [TAG.octetString]: readOctetString,
  [TAG.null]: readNull,
  [TAG.oid]: readOid,
  [TAG.enumerated]: readEnumerated,
  [TAG.utcTime]: readTime,
  [TAG.generalizedTime]: readTime,
};

/** Reads every value inside as what its tag says. */
function walk(node: DerNode): void {
  const read = node.tagClass === 'universal' ? (READERS[node.tag] ?? readString) : null;
  if (read !== null && !node.constructed) attempt(() => read(node));
  if (node.constructed) for (const child of children(node)) walk(child);
}

const der: Target = {
  name: 'der',
  form: 'der',
  covers: ['asn1/reader.ts#readDer', 'asn1/reader.ts#readDerPrefix', 'asn1/values.ts#splitBitString'],
  open: ({ chain, seals }) => ({
    seeds: [chain.signer.certificate.raw, seals.maker.certificate.raw, makeCms({ signer: chain.signer, content: CONTENT })],
    run(input) {
      readDerPrefix(input);
      walk(readDer(input));
      return true;
    },
  }),
};

const ber: Target = {
  name: 'ber',
  form: 'der',
  covers: ['pki/cms/ber.ts#convertBer', 'pdf/verify/ber.ts#berLength'],
  open: ({ chain }) => ({
    seeds: [makeCms({ signer: chain.signer, content: CONTENT }), Uint8Array.of(0x30, 0x80, 0x24, 0x80, 4, 1, 7, 0, 0, 0, 0)],
    run(input) {
      const length = berLength(input);
      readDer(convertBer(input).der);
      return length !== null;
    },
  }),
};

const pem: Target = {
  name: 'pem',
  form: 'text',
  covers: ['pki/pem.ts#readDerOrPem', 'pki/pem.ts#readCertificates', 'pki/pem.ts#readPem', 'base/bytes.ts#fromUtf8'],
  open: ({ chain }) => ({
    seeds: [
      utf8(writePem('CERTIFICATE', chain.signer.certificate.raw)),
      utf8(writePem('CERTIFICATE', chain.ca.certificate.raw) + writePem('CERTIFICATE', chain.root.certificate.raw)),
      chain.root.certificate.raw,
    ],
    run(input) {
      readDerOrPem(input, 'CERTIFICATE');
      readPem(Buffer.from(input).toString('latin1'), 'CERTIFICATE');
      return readCertificates(input).length > 0;
    },
  }),
};

export const ASN1_TARGETS: readonly Target[] = [der, ber, pem];
