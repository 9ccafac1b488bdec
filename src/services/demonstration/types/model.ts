import type { TypeDefinition } from '../../../domain/catalogue/index.ts';
import type { Holder } from '../../../domain/licence/index.ts';
import type { FaceTemplate } from '../../../drawing/index.ts';

/** A licence type of the demonstration: what defines it, its faces, and what a licence of it may be like. */
export interface DemonstrationType {
  /** Code of the defining body and three digits. */
  readonly code: string;
  readonly definition: Omit<TypeDefinition, 'templates'>;
  readonly faces: readonly { readonly name: string; readonly area: string | null; readonly face: FaceTemplate }[];
  readonly example: {
    /** Credit code of an organisation that may issue it. */
    readonly issuer: string;
    readonly holders: readonly Holder[];
    readonly licenceNumber: string;
    readonly validTo?: string;
  };
}
