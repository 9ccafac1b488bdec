/** What these routes need of the services. */
import type {
  SignatureKey,
  assignSignatureKey,
  listSignatureKeys,
  signDocument,
  withdrawSignatureKey,
} from '../../../services/signing/index.ts';
import type { Bound } from '../../bound.ts';

/** Signing without a seal, and which keys do it. */
export interface SigningServices {
  readonly sign: Bound<typeof signDocument>;
  readonly keys: (...call: Parameters<Bound<typeof listSignatureKeys>>) => Promise<readonly SignatureKey[]>;
  readonly assignKey: Bound<typeof assignSignatureKey>;
  readonly withdrawKey: Bound<typeof withdrawSignatureKey>;
}
