/** The connection: what is acknowledged is on the journals of a majority, what is read is what a majority has. */
import mongoose, { type Connection } from 'mongoose';
import { YinzhengError } from '../../base/errors/index.ts';

/** How long a database may be away before a question is answered STORE_UNAVAILABLE, ms. */
const PATIENCE = 3_000;
/** How often the servers are asked for a sign of life, ms: one that hangs is given up after this and PATIENCE. */
const HEARTBEAT = 2_000;
/** How long an answer may take, ms: a primary may wait for its majority. */
const SOCKET_PATIENCE = 20_000;
const DATABASE = 'yinzheng';
/** What every question and every write asks for. */
const CONCERNS = {
  readPreference: 'primary',
  readConcern: new mongoose.mongo.ReadConcern('majority'),
  writeConcern: { w: 'majority', journal: true },
} as const;

/** A database as the driver that mongoose brings gives it. */
export type Database = NonNullable<Connection['db']>;

/** An open connection to a database. */
export interface MongoConnection {
  readonly database: Database;
  /** Whether the database answers now; false after three seconds without an answer. */
  healthy(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * Connects to the database that a URL names, `yinzheng` when it names none. A connection that breaks is made again with the next question.
 * Rejects with STORE_UNAVAILABLE.
 */
export async function connect(url: string): Promise<MongoConnection> {
  const connection = mongoose.createConnection(url, {
    ...(hasDatabase(url) ? {} : { dbName: DATABASE }),
    appName: 'yinzheng',
    serverSelectionTimeoutMS: PATIENCE,
    connectTimeoutMS: PATIENCE,
    heartbeatFrequencyMS: HEARTBEAT,
    socketTimeoutMS: SOCKET_PATIENCE,
    ...CONCERNS,
    autoCreate: false,
    autoIndex: false,
    bufferCommands: false,
  });
  // A connection that breaks tells of it to whoever asks next; without a listener it would end the process.
  connection.on('error', () => undefined);
  try {
    await connection.asPromise();
    // Asked for once more, since in a connection's own options those of the URL (`journal=false`, `readConcernLevel`) come first.
    const database = connection.getClient().db(connection.name, CONCERNS);
    return {
      database,
      healthy: () =>
        database.command({ ping: 1 }, { signal: AbortSignal.timeout(PATIENCE) }).then(
          () => true,
          () => false,
        ),
      close: () => connection.destroy(),
    };
  } catch (cause) {
    // Not only closed: mongoose keeps a list of its connections.
    await connection.destroy().catch(() => undefined);
    throw new YinzhengError('STORE_UNAVAILABLE', {}, { cause });
  }
}

/** Whether a URL has a path: the hosts may be several, so that it is no URL as browsers read them. */
function hasDatabase(url: string): boolean {
  return /^mongodb(?:\+srv)?:\/\/[^/?]+\/[^?]+/.test(url);
}
