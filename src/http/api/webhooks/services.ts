/** What these routes need of the services. */
import type { endWebhook, listWebhooks, makeWebhook, replayWebhook } from '../../../services/webhooks/index.ts';
import type { CertifiedKey } from '../../../services/pki/index.ts';
import type { Bound } from '../../bound.ts';

/** Where systems are told of changes. */
export interface WebhookServices {
  readonly list: Bound<typeof listWebhooks>;
  readonly make: Bound<typeof makeWebhook>;
  readonly replay: Bound<typeof replayWebhook>;
  readonly end: Bound<typeof endWebhook>;
  /** The keys that sign notices and packages of evidence, each with how signatures name it. */
  readonly keys: () => Promise<readonly (CertifiedKey & { readonly name: string })[]>;
}
