/** What a department does to a licence in force: 暂扣, 发还, 转出, 转入, 注销, 撤销, 吊销, 作废. */
export const STATUS_EVENTS = ['suspend', 'resume', 'transfer-out', 'transfer-in', 'cancel', 'rescind', 'revoke', 'void'] as const;

/** One of them. */
export type StatusEventKind = (typeof STATUS_EVENTS)[number];
