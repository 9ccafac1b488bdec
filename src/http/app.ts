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
import { zoneRoutes } from './routes.ts';
import type { HttpServices } from './services.ts';
import { UPLOADS_AT_ONCE, type HttpSettings } from './settings.ts';
import { hasPages, wholeZone, type Zone } from './zone.ts';

/** The HTTP interface over the services. It does not listen. */
export function createApp(services: HttpServices, settings: HttpSettings): Express {
  return createZoneApp(wholeZone(services), settings);
}

/** The HTTP interface of a zone. It does not listen. */
export function createZoneApp(zone: Zone, settings: HttpSettings): Express {
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.set(
    'trust proxy',
    settings.trustProxy === false || typeof settings.trustProxy === 'number' ? settings.trustProxy : [...settings.trustProxy],
  );
  const budget = createUploadBudget(settings.uploadLimit * UPLOADS_AT_ONCE);
  const { custody, expiries, pendingEvidence, anchoring, alarmsRaised } = zone.services;
  const access = zone.kind === 'whole' ? zone.services.access : null;
  const metrics = createMetrics({ uploadBytes: () => budget.taken, custody, expiries, pendingEvidence, anchoring, alarmsRaised });

  app.use(requestId());
  app.use(accessLog(settings.log, metrics));
  app.use(securityHeaders({ https: settings.cookieSecure }));
  mountRoutes(
    app,
    zoneRoutes(zone, {
      metrics: settings.metrics ? metrics : null,
      webRoot: settings.webRoot,
      mutualTls: settings.certificateProxies.length > 0,
    }),
    {
      access,
      limits: createLimits(settings.rates),
      uploads: { limit: settings.uploadLimit, budget },
      cookieSecure: settings.cookieSecure,
      certificate: createCertificateReader(settings.certificateProxies),
    },
  );
  if (hasPages(zone)) serveFiles(app, settings.webRoot);
  app.use(() => {
    throw new YinzhengError('ROUTE_NOT_FOUND');
  });
  app.use(errorHandler(settings.log, access));
  return app;
}

function serveFiles(app: Express, webRoot: string): void {
  // Built files carry a digest of their content in their names.
  app.use('/assets', express.static(`${webRoot}/assets`, { immutable: true, maxAge: '1y', index: false, redirect: false }));
  app.use(express.static(webRoot, { index: false, redirect: false }));
}
