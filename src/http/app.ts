import express, { type Express } from 'express';
import { YinzhengError } from '../base/errors/index.ts';
import { createUploadBudget } from './body/budget.ts';
import { createMetrics } from './metrics.ts';
import { accessLog } from './middleware/access-log.ts';
import { errorHandler } from './middleware/errors.ts';
import { createLimits } from './middleware/limits.ts';
import { requestId } from './middleware/request-id.ts';
import { securityHeaders } from './middleware/security-headers.ts';
import { mountRoutes } from './mount.ts';
import { createCertificateReader } from './proof/certificate.ts';
import { createRoutes } from './routes.ts';
import type { HttpServices } from './services.ts';
import { UPLOADS_AT_ONCE, type HttpSettings } from './settings.ts';

/** The HTTP interface over the services. It does not listen. */
export function createApp(services: HttpServices, settings: HttpSettings): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.set(
    'trust proxy',
    settings.trustProxy === false || typeof settings.trustProxy === 'number' ? settings.trustProxy : [...settings.trustProxy],
  );
  const budget = createUploadBudget(settings.uploadLimit * UPLOADS_AT_ONCE);
  const { custody, expiries, pendingEvidence, anchoring } = services;
  const metrics = createMetrics({ uploadBytes: () => budget.taken, custody, expiries, pendingEvidence, anchoring });

  app.use(requestId());
  app.use(accessLog(settings.log, metrics));
  app.use(securityHeaders({ https: settings.cookieSecure }));
  mountRoutes(
    app,
    createRoutes(services, {
      metrics: settings.metrics ? metrics : null,
      webRoot: settings.webRoot,
      mutualTls: settings.certificateProxies.length > 0,
    }),
    {
      access: services.access,
      limits: createLimits(settings.rates),
      uploads: { limit: settings.uploadLimit, budget },
      cookieSecure: settings.cookieSecure,
      certificate: createCertificateReader(settings.certificateProxies),
    },
  );
  // Built files carry a digest of their content in their names.
  app.use(
    '/assets',
    express.static(`${settings.webRoot}/assets`, { immutable: true, maxAge: '1y', index: false, redirect: false }),
  );
  app.use(express.static(settings.webRoot, { index: false, redirect: false }));
  app.use(() => {
    throw new YinzhengError('ROUTE_NOT_FOUND');
  });
  app.use(errorHandler(settings.log, services.access));
  return app;
}
