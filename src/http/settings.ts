import type { Logger } from 'pino';

/** How the HTTP interface behaves; everything it needs besides the services. */
export interface HttpSettings {
  readonly log: Logger;
  /** Folder of the built page with its `index.html`. */
  readonly webRoot: string;
  /** Session cookies only over https, under a `__Host-` name. */
  readonly cookieSecure: boolean;
  /** Proxies whose X-Forwarded-For is believed: none, a number of hops, or addresses and networks. */
  readonly trustProxy: false | number | readonly string[];
  /** Addresses of proxies that tell the certificates of callers (RFC 9440); none when empty. */
  readonly certificateProxies: readonly string[];
  /** Largest upload, bytes. */
  readonly uploadLimit: number;
  /** Requests a minute and address. */
  readonly rates: {
    readonly signIn: number;
    readonly code: number;
    readonly verification: number;
    readonly ocsp: number;
    readonly timeStamp: number;
    readonly token: number;
  };
  /** Whether `/metrics` answers. */
  readonly metrics: boolean;
}

/** Largest JSON body, bytes. */
export const JSON_LIMIT = 1024 * 1024;
/** All uploads held at the same time, in multiples of the largest one. */
export const UPLOADS_AT_ONCE = 4;
