import type { Express } from 'express';
import type { Route } from '../../src/http/route.ts';
import { createRoutes } from '../../src/http/routes.ts';
import type { HttpServices } from '../../src/http/services.ts';

const nothing: unknown = new Proxy(() => nothing, { get: () => nothing });

/** Stands for every use case where routes are looked at and none is called. */
export const NO_SERVICES = nothing as HttpServices;

/** Every route there is, with nothing behind it. */
export function bareRoutes(): readonly Route[] {
  return createRoutes(NO_SERVICES, { metrics: null, webRoot: '.', mutualTls: true });
}

/** What is really mounted, `method path`, as the router has it. */
export function mounted(app: Express): string[] {
  const { stack } = app.router as unknown as {
    readonly stack: readonly {
      readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
    }[];
  };
  return stack.flatMap(({ route }) => {
    const methods = Object.keys(route?.methods ?? {});
    // The handlers that answer with 405 have every method.
    return route && methods.length === 1 ? [`${methods[0] ?? ''} ${route.path.replace(/:(\w+)/g, '{$1}')}`] : [];
  });
}
