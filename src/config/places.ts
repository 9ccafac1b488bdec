import { resolve } from 'node:path';
import { YinzhengError } from '../base/errors/index.ts';
import { databaseOf } from './addresses.ts';
import type { Config, ConfigSource } from './model.ts';
import { createReader, type VariableReader } from './reader.ts';

/** Where an installation lies, and in which mode it runs. Paths are absolute. */
export type Places = Pick<Config, 'mode' | 'dataDirectory' | 'trustDirectory' | 'database'>;

/**
 * Reads the places alone: what a program needs that only looks at an installation, or finds that there is none. It does not ask for
 * what only a service must have, such as the passphrase of its keystore.
 * @throws {YinzhengError} CONFIGURATION_INVALID listing all faults of these variables
 */
export function parsePlaces(source: ConfigSource): Places {
  const reader = createReader(source.env);
  const places = placesOf(reader, source);
  if (reader.faults.length > 0) throw new YinzhengError('CONFIGURATION_INVALID', { faults: reader.faults });
  return Object.freeze(places);
}

/** The places that an environment names, with their defaults; faults go to the reader. */
export function placesOf(reader: VariableReader, source: ConfigSource): Places {
  const environment = reader.choice('NODE_ENV', ['production', 'development', 'test'], 'development');
  const dataDirectory = resolve(source.cwd, reader.text('YINZHENG_DATA_DIR') ?? 'data');
  return {
    mode: environment === 'production' ? 'production' : 'demonstration',
    dataDirectory,
    trustDirectory: resolve(source.cwd, reader.text('YINZHENG_TRUST_DIR') ?? resolve(dataDirectory, 'trust')),
    database: databaseOf(reader, source, dataDirectory),
  };
}
