/** CMS signatures: read, taken apart, added to, verified. */
import {
  addSignatureTimeStamp,
  addUnsignedAttribute,
  parseSignedAttributes,
  parseSignedData,
  readSignedAttributes,
  verifyDetachedCms,
  type CmsResult,
} from '../../src/pki/index.ts';
import { der } from '../../src/asn1/index.ts';
import { toHex, utf8 } from '../../src/base/bytes.ts';
import { makeCms } from '../../test/support/cms.ts';
import { crypto, day, makeChain } from '../../test/support/pki.ts';
import { makeToken } from '../../test/support/time-stamp.ts';
import { CONTENT } from '../../test/support/tsp.ts';
import { attempt } from '../attempt.ts';
import { genuine } from '../genuine.ts';
import type { Target } from '../target.ts';
import type { World } from '../world.ts';

const cms: Target = {
  name: 'cms',
  form: 'der',
  covers: [
    'pki/cms/parse.ts#parseSignedData',
    'pki/cms/attributes.ts#parseSignedAttributes',
    'pki/cms/unsigned.ts#addUnsignedAttribute',
    'pki/cms/unsigned.ts#addSignatureTimeStamp',
  ],
  open: (world) => ({
    seeds: seedsOf(world),
    run(input) {
      const { signer } = parseSignedData(input);
      if (signer.signedAttributesDer !== null) readSignedAttributes(parseSignedAttributes(signer.signedAttributesDer));
      attempt(() => addSignatureTimeStamp(input, der.sequence()));
      addUnsignedAttribute(input, '1.2.3.4', der.nullValue());
      return true;
    },
  }),
};

const verification: Target = {
  name: 'cms-verification',
  form: 'der',
  covers: ['pki/cms/verify.ts#verifyDetachedCms'],
  open(world) {
    const seeds = seedsOf(world);
    const verify = (input: Uint8Array): CmsResult =>
      verifyDetachedCms({ cms: input, content: [CONTENT], crypto, certificates: [world.chain.signer.certificate] });
    const signed = genuine(seeds.map((seed) => meaningOf(verify(seed))));
    return {
      seeds,
      run(input) {
        const result = verify(input);
        if (result.intact === true) signed.demand(meaningOf(result), 'a CMS signature');
        return result.intact === true;
      },
    };
  },
};

export const CMS_TARGETS: readonly Target[] = [cms, verification];

function seedsOf({ chain: { signer }, authority: { authority } }: World): readonly Uint8Array[] {
  const rsa = makeChain('rsa').signer;
  const p256 = makeChain('p256').signer;
  return [
    makeCms({ signer, content: CONTENT, names: signer.certificate.raw }),
    makeCms({ signer, content: CONTENT, oids: 'gm', within: 'digest', attributes: 'without' }),
    makeCms({ signer, content: CONTENT, oids: 'mixed', within: 'content' }),
    makeCms({ signer, content: CONTENT, attributes: 'without' }),
    makeCms({ signer, content: CONTENT, token: (signature) => makeToken(authority, signature, day(12)) }),
    makeCms({ signer: rsa, content: CONTENT, names: rsa.certificate.raw }),
    makeCms({ signer: p256, content: CONTENT }),
  ];
}

/** What the signature is taken to say, and by whose key. */
function meaningOf({ signedAttributes, signerCertificate, signingTime }: CmsResult): Uint8Array {
  const digest = signedAttributes === null ? 'none' : toHex(signedAttributes.messageDigest);
  const key = signerCertificate === null ? 'none' : toHex(signerCertificate.publicKey.key);
  return utf8(`${digest} ${key} ${String(signingTime)}`);
}
