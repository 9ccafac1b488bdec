/** Known answers (GB/T 32905, GB/T 32918.5 annex A), run by every process at its start: wrong cryptography must not serve. */
import { equalBytes, fromHex, utf8 } from '../base/bytes.ts';
import { YinzhengError } from '../base/errors/index.ts';
import { DEFAULT_SM2_USER_ID, type CryptoProvider } from './provider.ts';
import { sm2PublicKey } from './sm2/public-key.ts';
import { encodeSignature } from './sm2/signature.ts';
import { computeZ } from './sm2/z.ts';

const SM3_ABC = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0';
const SM3_64 = 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732';
const POINT =
  '0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13';
const Z = 'b2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3';
const E = 'f0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640';
const R = 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3';
const S = 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';

/**
 * Compares a provider with the standards' known answers: SM3, Z, e, an SM2 signature that is right and three that are not.
 * @throws {YinzhengError} SELF_TEST_FAILED naming the first test that fails
 */
export function runSelfTest(provider: CryptoProvider): void {
  const sm3 = (...parts: readonly Uint8Array[]): Uint8Array => provider.digest('sm3', ...parts);
  const message = utf8('message digest');
  const scheme = { kind: 'sm2', userId: DEFAULT_SM2_USER_ID } as const;
  const key = sm2PublicKey(fromHex(POINT));
  const signature = encodeSignature({ r: fromHex(R), s: fromHex(S) });
  const wrong = encodeSignature({ r: fromHex(R), s: fromHex(R) });

  expect('SM3 of one block', () => equalBytes(sm3(utf8('abc')), fromHex(SM3_ABC)));
  expect('SM3 of two blocks', () => equalBytes(sm3(utf8('abcd'.repeat(8)), utf8('abcd'.repeat(8))), fromHex(SM3_64)));
  expect('SM2 Z', () => equalBytes(computeZ(sm3, fromHex(POINT), DEFAULT_SM2_USER_ID), fromHex(Z)));
  expect('SM2 e', () => equalBytes(sm3(fromHex(Z), message), fromHex(E)));
  expect('SM2 signature', () => provider.verify(scheme, key, [message], signature));
  expect('SM2 wrong signature', () => !provider.verify(scheme, key, [message], wrong));
  expect('SM2 other message', () => !provider.verify(scheme, key, [utf8('message digesT')], signature));
  expect('SM2 other user ID', () => !provider.verify({ kind: 'sm2', userId: new Uint8Array(0) }, key, [message], signature));
}

function expect(test: string, passes: () => boolean): void {
  let passed: boolean;
  try {
    passed = passes();
  } catch (cause) {
    throw new YinzhengError('SELF_TEST_FAILED', { technical: test }, { cause });
  }
  if (!passed) throw new YinzhengError('SELF_TEST_FAILED', { technical: test });
}
