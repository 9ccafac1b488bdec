import { accessMessages } from './access.ts';
import { cryptoMessages } from './crypto.ts';
import { documentMessages } from './document.ts';
import { drawingMessages } from './drawing.ts';
import { inputMessages } from './input.ts';
import { licenceMessages } from './licence.ts';
import { operationMessages } from './operation.ts';
import { pkiMessages } from './pki.ts';
import { sealMessages } from './seal.ts';
import { storageMessages } from './storage.ts';

/** Every error code with its message in English and Chinese; `{name}` stands for a detail. */
export const messages = {
  ...inputMessages,
  ...cryptoMessages,
  ...pkiMessages,
  ...sealMessages,
  ...drawingMessages,
  ...documentMessages,
  ...licenceMessages,
  ...accessMessages,
  ...storageMessages,
  ...operationMessages,
} as const;

/** The closed list of error codes. */
export type ErrorCode = keyof typeof messages;
