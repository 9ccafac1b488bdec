/** What one revision does to the one before, and what of it is explained. */
import type { Bilingual } from '../../../base/errors/index.ts';
import type { PdfDictionary } from '../../objects/index.ts';

/** Something that no rule explains; `object` is null when it is not about one object. */
export interface ChangeFault {
  readonly revision: number;
  readonly object: number | null;
  readonly reason: Bilingual;
}

/** A signature that a revision adds, in a field of its own or in one that was empty. */
export interface AddedSignature {
  readonly field: string;
  readonly dictionary: PdfDictionary;
  readonly kind: 'signature' | 'time-stamp';
  /** True when its widget shows on a page. */
  readonly visible: boolean;
  /** True when the field was there, empty, in the revision before. */
  readonly filled: boolean;
}

/** What one revision does. */
export interface RevisionChanges {
  readonly revision: number;
  readonly added: readonly number[];
  readonly overridden: readonly number[];
  readonly signatures: readonly AddedSignature[];
  /** True when it adds or extends the document security store. */
  readonly securityStore: boolean;
  readonly faults: readonly ChangeFault[];
}
