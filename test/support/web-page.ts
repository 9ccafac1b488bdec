/** The built page behind a small server with canned answers, and a browser that looks at it. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type BrowserContext } from 'playwright-core';
import { build } from 'vite';

/** Where Debian puts its browser. */
export const CHROMIUM = '/usr/bin/chromium';

/** The policy that the page must be able to live under. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** An answer of the canned API. */
export interface Canned {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A request as the canned API saw it. */
export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly type: string | undefined;
  readonly body: Buffer;
}

/** The page as served: its address, its folder, what was asked of its API, and what stops it. */
export interface ServedPage {
  readonly url: string;
  readonly folder: string;
  readonly asked: Asked[];
  close(): Promise<void>;
}

/** True where a browser is installed. */
export function hasBrowser(): boolean {
  return existsSync(CHROMIUM);
}

/** Builds the page into a folder of its own and serves it; `answer` decides what the API says, null for a broken connection. */
export async function servePage(answer: (asked: Asked) => Canned | null): Promise<ServedPage> {
  const folder = await mkdtemp(join(tmpdir(), 'yinzheng-web-'));
  const root = fileURLToPath(new URL('../../src/web/', import.meta.url));
  await build({
    root,
    configFile: join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true },
  });
  const asked: Asked[] = [];

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = request.url ?? '/';
    if (!url.startsWith('/api/')) return serveFile(folder, url, response);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const one = { method: request.method ?? '', url, type: request.headers['content-type'], body: Buffer.concat(chunks) };
    asked.push(one);
    const canned = answer(one);
    if (canned === null) {
      request.socket.destroy();
      return;
    }
    if (canned.body instanceof Uint8Array) {
      response.writeHead(canned.status, { 'Content-Type': 'application/octet-stream', ...canned.headers });
      response.end(canned.body);
      return;
    }
    const type = canned.status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(canned.status, { 'Content-Type': type, ...canned.headers });
    response.end(typeof canned.body === 'string' ? canned.body : JSON.stringify(canned.body));
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    folder,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A browser with a profile of its own, which `close` removes. */
export async function openBrowser(): Promise<{ readonly context: BrowserContext; close(): Promise<void> }> {
  const profile = await mkdtemp(join(tmpdir(), 'yinzheng-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: CHROMIUM,
    headless: true,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  return {
    context,
    close: async () => {
      await context.close();
      await rm(profile, { recursive: true, force: true, maxRetries: 3 });
    },
  };
}

async function serveFile(folder: string, url: string, response: ServerResponse): Promise<void> {
  const path = new URL(url, 'http://localhost').pathname;
  const file = extname(path) === '' ? 'index.html' : path.slice(1);
  try {
    const bytes = await readFile(join(folder, file));
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'text/plain', 'Content-Security-Policy': POLICY });
    response.end(bytes);
  } catch {
    response.writeHead(404).end();
  }
}
