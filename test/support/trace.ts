/** Whether system calls can be traced here. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Whether this machine has strace and lets it trace. */
export function canTrace(): Promise<boolean> {
  return promisify(execFile)('strace', ['-f', '-qq', '-o', '/dev/null', '-e', 'trace=fsync', 'true']).then(
    () => true,
    () => false,
  );
}
