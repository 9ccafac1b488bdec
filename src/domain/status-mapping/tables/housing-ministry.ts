import type { StatusMapping } from '../model.ts';

/** Status codes of the housing ministry's national licence interface (住房和城乡建设部). */
export const HOUSING_MINISTRY: StatusMapping = {
  id: 'housing-ministry',
  name: '住房和城乡建设部电子证照状态代码',
  source: '全国工程质量安全监管信息平台电子证照接口规范',
  codes: [
    { code: '01', name: '有效', status: 'valid' },
    { code: '02', name: '暂扣', status: 'suspended' },
    { code: '03', name: '撤销', status: 'rescinded' },
    { code: '04', name: '注销', status: 'cancelled' },
    { code: '05', name: '失效', status: 'expired' },
    { code: '06', name: '办理转出', status: 'transferred-out' },
    { code: '07', name: '吊销', status: 'revoked' },
    { code: '99', name: '其他', status: null, described: true },
  ],
  sent: {
    valid: '01',
    suspended: '02',
    rescinded: '03',
    cancelled: '04',
    expired: '05',
    'transferred-out': '06',
    revoked: '07',
    'not-yet-valid': '99',
    replaced: '99',
    void: '99',
  },
};
