/** The profiles that this service speaks: a table each, beside this file. */
import { readProfile, type SharingProfile } from '../../domain/sharing/index.ts';
import gbt36906 from './profiles/gbt36906.json' with { type: 'json' };

/** Every profile; names and addresses are told apart. */
export const SHARING_PROFILES: readonly SharingProfile[] = [gbt36906].map(readProfile);
