export { createAuditLog, type AuditLog, type AuditLogOptions } from './log.ts';
export type { Sm3 } from './line.ts';
export { auditTrail } from './read.ts';
