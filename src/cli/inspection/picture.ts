import { toHex } from '../../base/bytes.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { SealPicture } from '../../ses/index.ts';
import type { Facts } from './facts.ts';

const PNG = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const GIF = [0x47, 0x49, 0x46, 0x38];

/** The picture of a seal: what the seal says of it, and its size in pixels where the file itself tells it. */
export function pictureFacts({ type, data, width, height }: SealPicture, crypto: CryptoProvider): Facts {
  return {
    pictureType: type,
    widthMm: width,
    heightMm: height,
    ...pixelFacts(data),
    size: data.length,
    sm3: toHex(crypto.digest('sm3', data)),
  };
}

/** Width and height from the header of a PNG (ISO/IEC 15948 §11.2.2) or GIF file. */
function pixelFacts(data: Uint8Array): Facts {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (begins(data, PNG) && data.length >= 24) return { widthPixels: view.getUint32(16), heightPixels: view.getUint32(20) };
  if (begins(data, GIF) && data.length >= 10) {
    return { widthPixels: view.getUint16(6, true), heightPixels: view.getUint16(8, true) };
  }
  return {};
}

function begins(data: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, index) => data[index] === byte);
}
