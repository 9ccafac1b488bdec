export {
  CERTIFYING_FORMS,
  isNationalForm,
  SIGNATURE_FORMS,
  SIGNATURE_LEVELS,
  type CertifyingForm,
  type SignatureForm,
  type SignatureKeyAlgorithm,
  type SignatureKeyRecord,
  type SignatureLevel,
} from './model.ts';
