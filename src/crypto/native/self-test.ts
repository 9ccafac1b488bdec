/** Known answers of what only the native side does: SM4 (GB/T 32907 annex A) and HMAC-SM3. */
import { equalBytes, fromHex, utf8 } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { runSelfTest } from '../self-test.ts';
import { hmacSm3 } from './hmac.ts';
import { createNativeProvider } from './provider.ts';
import { sm4CbcDecrypt, sm4CbcEncrypt, sm4Ctr } from './sm4.ts';

const KEY = fromHex('0123456789abcdeffedcba9876543210');
const BLOCK = fromHex('681edf34d206965e86b3e94f536e4246');
const HMAC_OF_ABC = 'b1d5c1dd4034feacae5a41de3c028142cee8b34bc86ce7e081faa4d7c4ed83f1';
const HMAC_KEY = fromHex('0102030405060708090a0b0c0d0e0f10111213141516171819');

/**
 * Tests SM3, SM2, SM4 and HMAC-SM3 of this process's OpenSSL; every process that uses them runs it at its start.
 * @throws {YinzhengError} SELF_TEST_FAILED naming the first test that fails
 */
export function runNativeSelfTest(): void {
  runSelfTest(createNativeProvider());
  const zero = new Uint8Array(16);
  // one block: CBC with a zero IV, and CTR whose counter is the block, both show the block cipher itself
  expect('SM4-CBC', () => equalBytes(sm4CbcEncrypt(KEY, zero, KEY).subarray(0, 16), BLOCK));
  expect('SM4-CBC back', () => equalBytes(sm4CbcDecrypt(KEY, zero, sm4CbcEncrypt(KEY, zero, KEY)) ?? zero, KEY));
  expect('SM4-CTR', () => equalBytes(sm4Ctr(KEY, KEY, zero), BLOCK));
  expect('HMAC-SM3', () => equalBytes(hmacSm3(HMAC_KEY, utf8('abc')), fromHex(HMAC_OF_ABC)));
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
