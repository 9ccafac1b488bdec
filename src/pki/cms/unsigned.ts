/** Unsigned attributes added to a finished signature (RFC 5652 §11, RFC 3161 appendix A). */
import { children, der, isContext, OID, readDer, type DerNode } from '../../asn1/index.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { parseSignedData } from './parse.ts';
import { attribute } from './write-attributes.ts';

/**
 * Adds a time stamp token over the signature value as the attribute id-aa-signatureTimeStampToken; see {@link addUnsignedAttribute}.
 * @param token DER of the TimeStampToken
 * @throws {YinzhengError} as {@link addUnsignedAttribute}
 */
export function addSignatureTimeStamp(cms: Uint8Array, token: Uint8Array): Uint8Array {
  return addUnsignedAttribute(cms, OID.signatureTimeStamp, token);
}

/**
 * A SignedData with one more unsigned attribute. Everything else keeps its bytes, but for the lengths around it.
 * @param cms DER of a ContentInfo with one signer, nothing behind it
 * @param value DER of the attribute's one value
 * @throws {YinzhengError} INPUT_INVALID when it has such an attribute already, CMS_MALFORMED or DER_MALFORMED
 */
export function addUnsignedAttribute(cms: Uint8Array, oid: string, value: Uint8Array): Uint8Array {
  const root = readDer(cms);
  if (parseSignedData(cms).signer.unsignedAttributes.some((present) => present.oid === oid)) {
    throw new YinzhengError('INPUT_INVALID', {
      reason: bilingual(`the signature has an attribute ${oid} already`, `签名已有属性 ${oid}`),
    });
  }
  const [type, wrapper] = children(root);
  const [signedData] = wrapper ? children(wrapper) : [];
  const fields = signedData ? [...children(signedData)] : [];
  const signers = fields.pop();
  const [signer] = signers ? children(signers) : [];
  if (!type || !signer) throw new YinzhengError('CMS_MALFORMED', { technical: 'there is no signer' });
  const changed = der.setOf(withAttribute(signer, attribute(oid, value)));
  return der.sequence(type.raw, der.explicit(0, der.sequence(...fields.map(({ raw }) => raw), changed)));
}

/** SignerInfo with one more among its unsigned attributes, which come last. */
function withAttribute(signer: DerNode, added: Uint8Array): Uint8Array {
  const fields = [...children(signer)];
  const last = fields.at(-1);
  const present = isContext(last, 1) ? children(last) : [];
  if (isContext(last, 1)) fields.pop();
  return der.sequence(...fields.map(({ raw }) => raw), der.implicitSetOf(1, ...present.map(({ raw }) => raw), added));
}
