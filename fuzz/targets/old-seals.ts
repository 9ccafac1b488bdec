/** Seals and seal signatures of the versions that the product reads and does not write: 1 (GM/T 0031-2014) and 5 (GM/T 0031-2025). */
import { der, OID } from '../../src/asn1/index.ts';
import { day } from '../../test/support/pki.ts';
import { DATA_HASH } from '../../test/support/ses.ts';
import { makeToken } from '../../test/support/time-stamp.ts';
import type { World } from '../world.ts';

const ALGORITHM = der.oid(OID.sm2WithSm3);
const TIMES = [day(1), day(1), day(1000)];

/** A seal by the world's maker for its signer. */
export function sealOfVersion(version: 1 | 5, { seals, authority }: World): Uint8Array {
  const signer = der.octetString(seals.signer.certificate.raw);
  const maker = der.octetString(seals.maker.certificate.raw);
  const times = version === 1 ? TIMES.map(der.x509Time) : TIMES.map(der.generalizedTime);
  const info = der.sequence(
    der.sequence(der.ia5String('ES'), der.integer(version), der.ia5String('vendor')),
    der.ia5String('11010100000001'),
    der.sequence(
      der.integer(1),
      der.utf8String('某单位'),
      ...(version === 1 ? [] : [der.integer(1)]),
      der.sequence(signer),
      ...times,
    ),
    der.sequence(der.ia5String('PNG'), der.octetString(Uint8Array.of(7)), der.integer(42), der.integer(40)),
    der.sequence(der.sequence(der.oid('1.2.3.4'), der.octetString(Uint8Array.of(1)))),
  );
  if (version === 1) {
    const value = seals.maker.sign(der.sequence(info, maker, ALGORITHM));
    return der.sequence(info, der.sequence(maker, ALGORITHM, der.bitString(value)));
  }
  const value = seals.maker.sign(info);
  const token = makeToken(authority.authority, value, day(2));
  return der.sequence(info, maker, ALGORITHM, der.bitString(value), der.explicit(0, der.bitString(token)));
}

/** A seal signature of version 1 by the world's signer. */
export function oldSignature(world: World): Uint8Array {
  const tbs = der.sequence(
    der.integer(1),
    sealOfVersion(1, world),
    der.bitString(Buffer.from('20260111000000Z')),
    der.bitString(DATA_HASH),
    der.ia5String('/Doc_0'),
    der.octetString(world.seals.signer.certificate.raw),
    ALGORITHM,
  );
  return der.sequence(tbs, der.bitString(world.seals.signer.sign(tbs)));
}
