export {
  isNationalForm,
  SIGNATURE_FORMS,
  SIGNATURE_LEVELS,
  type SignatureForm,
  type SignatureKeyAlgorithm,
  type SignatureKeyRecord,
  type SignatureLevel,
} from './model.ts';
