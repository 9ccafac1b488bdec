import type { Express } from 'express';

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
