import type { Config } from '../../config/index.ts';
import type { Zone } from '../../http/zone.ts';
import { bindHttpServices } from './http-services.ts';
import type { Opened } from './installation.ts';
import { bindPublicServices } from './public-services.ts';

/** What a server shows of what it opened, by what it is there for. */
export function zoneOf(opened: Opened, { roles }: Pick<Config, 'roles'>): Zone {
  if (opened.kind === 'public') return { kind: 'public', services: bindPublicServices(opened.dependencies) };
  const services = bindHttpServices(opened.dependencies);
  if (roles.includes('api')) return { kind: 'whole', services, pages: roles.includes('public') };
  return { kind: roles.includes('public') ? 'public' : 'operation', services };
}
