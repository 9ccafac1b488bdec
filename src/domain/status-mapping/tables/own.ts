import type { StatusMapping } from '../model.ts';

/** Our own names, for exchanges between installations. */
export const OWN_STATUSES: StatusMapping = {
  id: 'yinzheng',
  name: '印证状态名称',
  source: 'Yinzheng',
  codes: [
    { code: 'valid', name: '有效', status: 'valid' },
    { code: 'not-yet-valid', name: '未生效', status: 'not-yet-valid' },
    { code: 'expired', name: '过期', status: 'expired' },
    { code: 'suspended', name: '暂扣', status: 'suspended' },
    { code: 'transferred-out', name: '转出', status: 'transferred-out' },
    { code: 'replaced', name: '已被替换', status: 'replaced' },
    { code: 'cancelled', name: '注销', status: 'cancelled' },
    { code: 'rescinded', name: '撤销', status: 'rescinded' },
    { code: 'revoked', name: '吊销', status: 'revoked' },
    { code: 'void', name: '作废', status: 'void' },
  ],
  sent: {
    valid: 'valid',
    'not-yet-valid': 'not-yet-valid',
    expired: 'expired',
    suspended: 'suspended',
    'transferred-out': 'transferred-out',
    replaced: 'replaced',
    cancelled: 'cancelled',
    rescinded: 'rescinded',
    revoked: 'revoked',
    void: 'void',
  },
};
