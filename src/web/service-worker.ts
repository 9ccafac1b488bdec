/** Keeps the page itself, so that it opens without a network. What the page asks the server for is none of its business. */

/** The files of the page, put in by the build; the last is what tells one build from another. */
declare const SHELL: readonly string[];

interface WaitingEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface RequestEvent extends WaitingEvent {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}

interface Worker {
  addEventListener(kind: 'install' | 'activate', listener: (event: WaitingEvent) => void): void;
  addEventListener(kind: 'fetch', listener: (event: RequestEvent) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: { claim(): Promise<void> };
}

const worker = self as unknown as Worker;
const PREFIX = 'shell-';
const NAME = PREFIX + SHELL.join('|').replace(/[^\w|-]/g, '');
const START = '/';

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll([START, ...SHELL])));
  void worker.skipWaiting();
});

worker.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) =>
        Promise.all(names.filter((name) => name.startsWith(PREFIX) && name !== NAME).map((name) => caches.delete(name))),
      )
      .then(() => worker.clients.claim()),
  );
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== location.origin) return;
  // Where the page is opened: what the server has, and without it what is kept.
  if (request.mode === 'navigate' && /^\/(v(\/[^/]*)?\/?)?$/.test(url.pathname))
    event.respondWith(fetch(request).catch(() => kept(START)));
  else if (SHELL.includes(url.pathname)) event.respondWith(kept(url.pathname).catch(() => fetch(request)));
});

async function kept(path: string): Promise<Response> {
  const found = await (await caches.open(NAME)).match(path);
  if (!found) throw new TypeError('not kept');
  return found;
}
