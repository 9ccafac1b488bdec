import { YinzhengError } from '../../base/errors/index.ts';
import type { Environment } from '../../config/index.ts';

const ROLES = '--roles';

/**
 * The environment as the command line changes it: `--roles=public,api` stands for YINZHENG_ROLES.
 * @throws {YinzhengError} CONFIGURATION_INVALID for anything else
 */
export function withArguments(env: Environment, given: readonly string[]): Environment {
  const faults: string[] = [];
  let roles: string | null = null;
  for (let index = 0; index < given.length; index++) {
    const argument = given[index] ?? '';
    if (argument === ROLES) roles = given[++index] ?? '';
    else if (argument.startsWith(`${ROLES}=`)) roles = argument.slice(ROLES.length + 1);
    else faults.push(`${argument}: there is no such option; there is ${ROLES}（没有该选项，只有 ${ROLES}）`);
  }
  if (roles?.trim() === '') faults.push(`${ROLES}: must name roles（必须列出角色）`);
  if (faults.length > 0) throw new YinzhengError('CONFIGURATION_INVALID', { faults });
  return roles === null ? env : { ...env, YINZHENG_ROLES: roles };
}
