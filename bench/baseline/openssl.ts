/** What OpenSSL's own benchmark says of SM2 on this machine, in this run. */
import { spawnSync } from 'node:child_process';

export interface OpensslSpeed {
  /** Operations a second on one core. */
  readonly sign: number;
  readonly verify: number;
}

/** Runs `openssl speed sm2`; null where there is no openssl with SM2. */
export function opensslSpeed(): OpensslSpeed | null {
  const { stdout, status } = spawnSync('openssl', ['speed', '-seconds', '3', 'sm2'], { encoding: 'utf8' });
  const line = /SM2 \(CurveSM2\)\s+\S+\s+\S+\s+([\d.]+)\s+([\d.]+)/.exec(stdout);
  return status === 0 && line ? { sign: Number(line[1]), verify: Number(line[2]) } : null;
}
