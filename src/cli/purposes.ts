import { KEY_PURPOSES, type KeyPurpose } from '../services/pki/index.ts';
import { usage } from './arguments.ts';

/** What `--purpose` says, given several times or with commas. Throws USAGE for one that there is not. */
export function readPurposes(given: readonly string[]): readonly KeyPurpose[] {
  return [...new Set(given.flatMap((text) => text.split(',')))].map((text) => {
    const found = KEY_PURPOSES.find((purpose) => purpose === text.trim());
    if (!found) throw usage(`--purpose is one of ${KEY_PURPOSES.join(', ')}`, `--purpose 须为 ${KEY_PURPOSES.join('、')} 之一`);
    return found;
  });
}
