import type { VariableReader } from './reader.ts';

/** What a server may be there for; `docs/decisions/zones.md` says what each has and does. */
export const ROLES = ['public', 'api', 'jobs', 'signer'] as const;

/** One of them. */
export type Role = (typeof ROLES)[number];

/** The roles that an environment gives, all when it names none; faults go to the reader. */
export function rolesOf(reader: VariableReader, database: 'lmdb' | 'mongodb'): readonly Role[] {
  const text = reader.text('YINZHENG_ROLES');
  if (text === undefined) return ROLES;
  const fault = (en: string, zh: string): void => reader.fault('YINZHENG_ROLES', en, zh);
  const named = new Set(text.split(',').map((word) => word.trim()));
  const roles = ROLES.filter((role) => named.has(role));
  if (roles.length < named.size) fault(`must be some of ${ROLES.join(', ')}`, `必须是 ${ROLES.join('、')} 中的若干项`);
  else if (named.has('signer') && !named.has('api') && !named.has('jobs'))
    fault(
      'signer needs api or jobs: keys alone are served by a custody server',
      'signer 须与 api 或 jobs 同用；单独提供密钥请用密钥服务',
    );
  else if (database === 'lmdb' && !['api', 'jobs', 'signer'].every((role) => named.has(role)))
    fault(
      'an embedded store has one server, with api, jobs and signer; zones share a MongoDB',
      '嵌入式数据库只有一个服务，须同时承担 api、jobs 和 signer；分区部署须使用 MongoDB',
    );
  return Object.freeze(roles);
}

/** Whether a server has nothing but the public to serve, and so no key whatever. */
export function isPublicAlone(roles: readonly Role[]): boolean {
  return roles.length === 1 && roles[0] === 'public';
}
