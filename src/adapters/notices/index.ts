export { createNoticeSender } from './sender.ts';
