import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { Config } from '../../config/index.ts';
import { runNativeSelfTest } from '../../crypto/native/index.ts';
import { createZoneApp } from '../../http/app.ts';
import { createHttpServer } from '../../http/server.ts';
import type { OpenInstallation, Opened } from './installation.ts';
import { zoneOf } from './zone.ts';

/** What starting takes besides the configuration. */
export interface StartOptions {
  readonly open: OpenInstallation;
  readonly log: Logger;
  /** Folder of the built page. */
  readonly webRoot: string;
}

/** A server that answers. */
export interface RunningServer {
  readonly port: number;
  readonly credentials: Opened['credentials'];
  /** Stops accepting, finishes what has begun, closes everything; resolves when all is flushed. */
  stop(): Promise<void>;
}

/** How long begun requests may take to finish at a stop, ms. */
const GRACE = 10_000;

/** Self-test → installation → listen; what has been opened is closed again when a later step fails. */
export async function startServer(config: Config, options: StartOptions): Promise<RunningServer> {
  runNativeSelfTest();
  const installation = await options.open(config, options.log);
  try {
    const app = createZoneApp(zoneOf(installation, config), {
      log: options.log,
      webRoot: options.webRoot,
      cookieSecure: config.cookieSecure,
      trustProxy: config.trustProxy,
      certificateProxies: config.certificateProxies,
      uploadLimit: config.uploadLimit,
      rates: config.rates,
      metrics: config.metrics,
    });
    const server = createHttpServer(app);
    const port = await listen(server, config);
    let stopped: Promise<void> | null = null;
    return {
      port,
      credentials: installation.credentials,
      stop: () => (stopped ??= close(server).then(() => installation.stop())),
    };
  } catch (error) {
    await installation.stop();
    throw error;
  }
}

const LISTEN_WORDS: Readonly<Record<string, Bilingual>> = {
  EADDRINUSE: bilingual('another program listens there (EADDRINUSE)', '已被其他程序占用（EADDRINUSE）'),
  EACCES: bilingual('that is not permitted (EACCES)', '没有权限（EACCES）'),
  EADDRNOTAVAIL: bilingual('this machine has no such address (EADDRNOTAVAIL)', '本机没有该地址（EADDRNOTAVAIL）'),
};

async function listen(server: Server, { host, port }: Pick<Config, 'host' | 'port'>): Promise<number> {
  try {
    server.listen({ port, ...(host === null ? {} : { host }) });
    await once(server, 'listening');
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    throw new YinzhengError(
      'ADDRESS_UNAVAILABLE',
      { address: `${host ?? ''}:${port}`, reason: LISTEN_WORDS[code] ?? bilingual(code, code) },
      { cause },
    );
  }
  return (server.address() as AddressInfo).port;
}

async function close(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => void server.close(() => resolve()));
  const impatience = setTimeout(() => server.closeAllConnections(), GRACE);
  // A connection that finishes its last answer stays open for the next, which will not come.
  const idle = setInterval(() => server.closeIdleConnections(), 100);
  server.closeIdleConnections();
  await closed;
  clearTimeout(impatience);
  clearInterval(idle);
}
