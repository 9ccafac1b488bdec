import type { Messages } from './shape.ts';

/** Who is asking, and what they may do. */
export const accessMessages = {
  NOT_SIGNED_IN: { en: 'Sign in first', zh: '请先登录' },
  NOT_ALLOWED: { en: 'You are not allowed to do this: {action}', zh: '无权进行此操作：{action}' },
  RATE_LIMITED: { en: 'Too many requests; try again in {seconds} s', zh: '请求过于频繁，请在 {seconds} 秒后重试' },
} as const satisfies Messages;
