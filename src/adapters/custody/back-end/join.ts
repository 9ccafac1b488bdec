/** Several places for keys behind one port. */
import type { DeviceCustody } from '../devices/device-custody.ts';
import type { SigningCustody } from '../process/room.ts';

/**
 * The keystore and another custody as one: who has a key uses it, and the keystore makes new ones. A key that nobody has is asked of the
 * keystore, which says so.
 */
export function joinCustodies(keystore: SigningCustody, other: DeviceCustody): SigningCustody {
  const whoHas = (keyId: string): SigningCustody => (other.has(keyId) ? other : keystore);
  return Object.freeze<SigningCustody>({
    sign: (request) => whoHas(request.keyId).sign(request),
    list: async () => {
      const kept = await keystore.list();
      return [...kept.filter(({ keyId }) => !other.has(keyId)), ...(await other.list())];
    },
    async standing() {
      const [own, elsewhere] = await Promise.all([keystore.standing(), other.standing()]);
      return { generation: `${own.generation} ${elsewhere.generation}`, fault: own.fault ?? elsewhere.fault };
    },
    generate: (specification) => keystore.generate(specification),
    attachCertificate: (keyId, certificate) => whoHas(keyId).attachCertificate(keyId, certificate),
    destroy: (keyId) => whoHas(keyId).destroy(keyId),
  });
}
