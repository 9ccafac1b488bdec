export {
  KEY_PURPOSES,
  type Authorisation,
  type KeyCustody,
  type KeyDescription,
  type KeyPurpose,
  type Signer,
  type SignRequest,
  type TrustStore,
} from './ports.ts';
