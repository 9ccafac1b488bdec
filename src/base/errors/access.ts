import type { Messages } from './shape.ts';

/** Who is asking, and what they may do. */
export const accessMessages = {
  NOT_SIGNED_IN: { en: 'Sign in first', zh: '请先登录' },
  SIGN_IN_REFUSED: { en: 'The user name or the password is wrong', zh: '用户名或密码错误' },
  CSRF_REFUSED: {
    en: 'The request does not carry the right X-CSRF-Token of its session',
    zh: '请求缺少与会话匹配的 X-CSRF-Token',
  },
  NOT_ALLOWED: { en: 'You are not allowed to do this: {action}', zh: '无权进行此操作：{action}' },
  RATE_LIMITED: { en: 'Too many requests; try again in {seconds} s', zh: '请求过于频繁，请在 {seconds} 秒后重试' },
} as const satisfies Messages;
