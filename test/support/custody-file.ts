/** A custody that a custody file describes, opened anew whenever a key comes to it. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCustodyFile, type DeviceCustody } from '../../src/adapters/custody/index.ts';
import { isoInstant } from '../../src/base/time.ts';
import type { KeyDescription, KeySpecification } from '../../src/services/pki/index.ts';
import type { OpenedCustody } from '../contract/custody.ts';
import { crypto, day } from './pki.ts';

/** What the file says besides its keys, and how a key is made in what keeps them. */
export interface FileCustodyOptions {
  readonly folder: string;
  readonly file: Readonly<Record<string, unknown>>;
  /** Makes the key with a number, from 1; resolves to how the file names it, null where it does not name keys. */
  readonly make: (specification: KeySpecification, number: number) => Promise<Readonly<Record<string, unknown>> | null>;
  readonly close?: () => Promise<void>;
}

/** Nothing is opened before the first key: a file names one at least. */
export function openFileCustody({ folder, file, make, close }: FileCustodyOptions): OpenedCustody {
  const path = join(folder, 'custody.json');
  const keys: Readonly<Record<string, unknown>>[] = [];
  let made = 0;
  let current: DeviceCustody | null = null;
  const present = (): DeviceCustody => {
    if (!current) throw new RangeError('there is no key yet');
    return current;
  };
  async function reopen(): Promise<DeviceCustody> {
    await current?.close();
    writeFileSync(path, JSON.stringify(keys.length === 0 ? file : { ...file, keys }));
    return (current = await openCustodyFile(path, { clock: { now: () => day(3) }, crypto }));
  }
  return {
    custody: {
      sign: (request) => present().sign(request),
      list: () => present().list(),
      generate: (specification) => present().generate(specification),
      attachCertificate: (keyId, certificate) => present().attachCertificate(keyId, certificate),
      destroy: (keyId) => present().destroy(keyId),
    },
    async newKey(specification): Promise<KeyDescription> {
      const reference = await make(specification, ++made);
      const { label, purposes } = specification;
      if (reference) keys.push({ ...reference, label, purposes, createdAt: isoInstant(day(made)) });
      const key = (await (await reopen()).list()).at(-1);
      if (!key) throw new RangeError('no key came to be');
      return key;
    },
    restart: reopen,
    async close() {
      await current?.close();
      await close?.();
    },
  };
}
