export { endWebhook, listWebhooks, makeWebhook, MOST_WEBHOOKS, replayWebhook, type WebhookPage } from './administer.ts';
export { deliverNotices } from './deliver.ts';
export type { DeliveryDependencies, NoticeSender, OutgoingNotice, WebhookDependencies } from './ports.ts';
