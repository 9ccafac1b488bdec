import { addStream, type ObjectSink } from '../../writer/sink.ts';

/** An image XObject ready to be written (ISO 32000-1 §8.9.5). */
export interface EmbeddedImage {
  /** Entries of its dictionary but for `/Type`, `/Subtype`, `/Length` and `/SMask`. */
  readonly entries: string;
  readonly data: Uint8Array;
  /** Its soft mask (§11.6.5.3), a DeviceGray image. */
  readonly softMask?: EmbeddedImage;
}

/** Writes an image and its soft mask; returns the object number of the image. */
export function writeImage(sink: ObjectSink, image: EmbeddedImage): number {
  const mask = image.softMask ? ` /SMask ${writeImage(sink, image.softMask)} 0 R` : '';
  return addStream(sink, `/Type /XObject /Subtype /Image ${image.entries}${mask}`, image.data);
}
