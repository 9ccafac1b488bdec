/** The functions of PKCS#11 that signing needs, as 64-bit systems other than Windows lay their structures out. */
import { concatBytes, equalBytes, utf8 } from '../../../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../../../base/errors/index.ts';
import { loadNative } from '../native.ts';
import { checkPkcs11, CKR } from './codes.ts';

/** Attribute types (CKA_*). */
export const CKA = {
  class: 0x0,
  label: 0x3,
  keyType: 0x100,
  id: 0x102,
  modulus: 0x120,
  exponent: 0x122,
  parameters: 0x180,
  point: 0x181,
} as const;
/** Object classes (CKO_*). */
export const CKO = { publicKey: 2, privateKey: 3 } as const;
/** Mechanisms (CKM_*). */
export const CKM = { rsaPkcsPss: 0xd, sha256RsaPkcs: 0x40, sha256: 0x250, ecdsa: 0x1041 } as const;

const OS_LOCKING = 2n;
const SERIAL_SESSION = 4;
const USER = 1;
const MOST_SLOTS = 256;
const LABEL_LENGTH = 32;
/** No value that is asked for is longer: modulus of 8,192 bits, signature of one. */
const LONGEST_VALUE = 1_024;

/** Attribute type and value. */
export type Attribute = readonly [type: number, value: Uint8Array];

/** A PKCS#11 library. Everything rejects with KEY_DEVICE_UNAVAILABLE, KEY_DEVICE_REFUSED. */
export interface Pkcs11Library {
  /** Slot of the token with a label. Rejects with KEY_DEVICE_UNUSABLE when there is none. */
  readonly findSlot: (label: string) => Promise<number>;
  readonly openSession: (slot: number) => Promise<number>;
  readonly closeSession: (session: number) => Promise<void>;
  readonly login: (session: number, pin: Uint8Array) => Promise<void>;
  /** Handles of at most two objects. */
  readonly find: (session: number, template: readonly Attribute[]) => Promise<readonly number[]>;
  readonly read: (session: number, object: number, type: number) => Promise<Uint8Array>;
  readonly sign: (session: number, key: number, mechanism: Mechanism, data: Uint8Array) => Promise<Uint8Array>;
}

/** CK_MECHANISM: its type, and its parameters where it has any. */
export interface Mechanism {
  readonly type: number;
  readonly parameters?: Uint8Array;
}

/** Loads and initialises a library. Rejects with KEY_DEVICE_UNUSABLE, KEY_DEVICE_UNAVAILABLE. */
export async function loadPkcs11(path: string): Promise<Pkcs11Library> {
  const { bind, addressOf } = await loadNative(path);
  const initialise = bind('unsigned long C_Initialize(uint8_t *arguments)');
  const getSlots = bind('unsigned long C_GetSlotList(uint8_t present, uint8_t *slots, uint8_t *count)');
  const getTokenInfo = bind('unsigned long C_GetTokenInfo(unsigned long slot, uint8_t *information)');
  const openSession = bind(
    'unsigned long C_OpenSession(unsigned long slot, unsigned long flags, void *application, void *notify, uint8_t *session)',
  );
  const closeSession = bind('unsigned long C_CloseSession(unsigned long session)');
  const login = bind('unsigned long C_Login(unsigned long session, unsigned long user, uint8_t *pin, unsigned long length)');
  const findInit = bind('unsigned long C_FindObjectsInit(unsigned long session, uint8_t *template, unsigned long count)');
  const find = bind('unsigned long C_FindObjects(unsigned long session, uint8_t *objects, unsigned long most, uint8_t *count)');
  const findFinal = bind('unsigned long C_FindObjectsFinal(unsigned long session)');
  const getValue = bind(
    'unsigned long C_GetAttributeValue(unsigned long session, unsigned long object, uint8_t *template, unsigned long count)',
  );
  const signInit = bind('unsigned long C_SignInit(unsigned long session, uint8_t *mechanism, unsigned long key)');
  const sign = bind(
    'unsigned long C_Sign(unsigned long session, uint8_t *data, unsigned long length, uint8_t *signature, uint8_t *signatureLength)',
  );

  /** CK_ATTRIBUTE: type, address, length. */
  const templateOf = (attributes: readonly Attribute[]): Uint8Array =>
    concatBytes(...attributes.map(([type, value]) => numbers(BigInt(type), addressOf(value), BigInt(value.length))));

  // CK_C_INITIALIZE_ARGS: four functions that are not given, flags, reserved.
  checkPkcs11('C_Initialize', await initialise(numbers(0n, 0n, 0n, 0n, OS_LOCKING, 0n)), CKR.alreadyInitialised);
  return {
    async findSlot(label) {
      const count = numbers(BigInt(MOST_SLOTS));
      const slots = new Uint8Array(8 * MOST_SLOTS);
      checkPkcs11('C_GetSlotList', await getSlots(1, slots, count));
      const wanted = utf8(label.padEnd(LABEL_LENGTH));
      for (let index = 0; index < numberAt(count, 0); index++) {
        const slot = numberAt(slots, index);
        const information = new Uint8Array(LONGEST_VALUE);
        if ((await getTokenInfo(slot, information)) === 0 && equalBytes(information.subarray(0, LABEL_LENGTH), wanted))
          return slot;
      }
      throw new YinzhengError('KEY_DEVICE_UNUSABLE', {
        reason: bilingual(`there is no token ${label}`, `没有标签为 ${label} 的令牌`),
      });
    },
    async openSession(slot) {
      const session = numbers(0n);
      checkPkcs11('C_OpenSession', await openSession(slot, SERIAL_SESSION, null, null, session));
      return numberAt(session, 0);
    },
    async closeSession(session) {
      await closeSession(session);
    },
    async login(session, pin) {
      checkPkcs11('C_Login', await login(session, USER, pin, pin.length), CKR.alreadyLoggedIn);
    },
    async find(session, attributes) {
      checkPkcs11('C_FindObjectsInit', await findInit(session, templateOf(attributes), attributes.length));
      const objects = numbers(0n, 0n);
      const count = numbers(0n);
      const code = await find(session, objects, 2, count);
      await findFinal(session);
      checkPkcs11('C_FindObjects', code);
      return [0, 1].slice(0, numberAt(count, 0)).map((index) => numberAt(objects, index));
    },
    async read(session, object, type) {
      const value = new Uint8Array(LONGEST_VALUE);
      const template = templateOf([[type, value]]);
      checkPkcs11('C_GetAttributeValue', await getValue(session, object, template, 1));
      return value.subarray(0, numberAt(template, 2));
    },
    async sign(session, key, { type, parameters }, data) {
      const [address, length] = parameters ? [addressOf(parameters), BigInt(parameters.length)] : [0n, 0n];
      checkPkcs11('C_SignInit', await signInit(session, numbers(BigInt(type), address, length), key));
      const signature = new Uint8Array(LONGEST_VALUE);
      const taken = numbers(BigInt(LONGEST_VALUE));
      checkPkcs11('C_Sign', await sign(session, data, data.length, signature, taken));
      return signature.subarray(0, numberAt(taken, 0));
    },
  };
}

/** CK_ULONGs and addresses one after another, in the byte order of the machine. */
export function numbers(...values: readonly bigint[]): Uint8Array {
  return new Uint8Array(BigUint64Array.from(values).buffer);
}

function numberAt(bytes: Uint8Array, index: number): number {
  return Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(8 * index, true));
}
