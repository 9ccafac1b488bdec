import type { HttpServices, OperationServices, PublicServices } from './services.ts';

/**
 * What a server has to show: `whole`: everything, the public's pages too or not; `public`: what needs neither a key nor an account nor a
 * holder; `operation`: only how it does.
 */
export type Zone =
  | { readonly kind: 'whole'; readonly services: HttpServices; readonly pages: boolean }
  | { readonly kind: 'public'; readonly services: PublicServices }
  | { readonly kind: 'operation'; readonly services: OperationServices };

/** Everything there is. */
export function wholeZone(services: HttpServices): Zone {
  return { kind: 'whole', services, pages: true };
}

/** Whether a zone has pages for people, and what they load. */
export function hasPages(zone: Zone): boolean {
  return zone.kind === 'public' || (zone.kind === 'whole' && zone.pages);
}
