import type { HttpMetrics } from '../metrics.ts';
import { defineRoute, type Route } from '../route.ts';

export function metricsRoute(metrics: HttpMetrics): Route {
  return defineRoute({
    method: 'get',
    path: '/metrics',
    summary: 'Metrics for Prometheus',
    tag: 'operation',
    limit: 'none',
    access: 'anonymous',
    body: 'none',
    input: {},
    answers: { 200: { description: 'Metrics', type: 'text/plain' } },
    errors: [],
    handle: async () => ({ status: 200, content: { kind: 'text', type: metrics.type, text: await metrics.text() } }),
  });
}
