/** How far an actor's work reaches: the own organisation, or what is beneath places in the trees of areas and lines. */
import { areaCode } from '../organisation/area.ts';
import { lineCode } from '../organisation/line.ts';
import { placeContains, placeKey, type Place, type Reach } from '../organisation/place.ts';
import type { Action, Actor, DataScope } from './model.ts';
import { ruleOf } from './policy.ts';

/**
 * What an actor reaches: nothing; one organisation; all in areas; all of lines of business, in areas or everywhere, `own` besides where it is not null;
 * everything, for those who administer the installation itself.
 */
export type Scope =
  | { readonly kind: 'none' }
  | { readonly kind: 'own'; readonly organisation: string }
  | { readonly kind: 'area' | 'line'; readonly places: readonly Reach[]; readonly own: string | null }
  | { readonly kind: 'everything' };

/** An organisation as scopes see it: its code, and its place. */
export interface Placed {
  readonly organisation: string;
  readonly place: Place;
}

const NONE: Scope = { kind: 'none' };

/**
 * The scope in which an actor may do something. What the policy does not name is denied; so is an actor whose organisation is not known.
 * @param home the actor's organisation as recorded, null when it has none or there is no such record
 * @throws {YinzhengError} ORGANISATION_INVALID where the data scope of his account is not well formed
 */
export function scopeOf(actor: Actor, action: Action, home: Placed | null): Scope {
  const rule = ruleOf(actor, action);
  const { organisation, dataScope } = actor;
  const own: Scope = organisation === null ? NONE : { kind: 'own', organisation };
  switch (rule) {
    case undefined:
      return NONE;
    case 'anywhere':
      return { kind: 'everything' };
    case 'own-organisation':
      return own;
    case 'own-and-scope':
      return dataScope === undefined || dataScope.kind === 'own' ? own : within(dataScope, organisation);
    case 'beneath': {
      if (organisation !== null && home?.organisation !== organisation) return NONE;
      if (dataScope !== undefined) return dataScope.kind === 'own' ? own : within(dataScope, null);
      return home === null ? { kind: 'everything' } : { ...beneath(home.place), own: null };
    }
  }
}

/** The scope that a data scope of an area or a line says, with the own organisation besides. */
function within(dataScope: Exclude<DataScope, { readonly kind: 'own' }>, own: string | null): Scope {
  const area = dataScope.area === null ? null : areaCode(dataScope.area);
  return { ...beneath({ area, line: dataScope.kind === 'line' ? lineCode(dataScope.line) : null }), own };
}

function beneath(place: Reach): { readonly kind: 'area' | 'line'; readonly places: readonly Reach[] } {
  return { kind: place.line === null ? 'area' : 'line', places: [place] };
}

/** Whether an organisation is within a scope. */
export function isInScope(scope: Scope, { organisation, place }: Placed): boolean {
  switch (scope.kind) {
    case 'none':
      return false;
    case 'own':
      return scope.organisation === organisation;
    case 'area':
    case 'line':
      return scope.own === organisation || scope.places.some((upper) => placeContains(upper, place));
    case 'everything':
      return true;
  }
}

/**
 * Whether all of an account's data scope is within the scope of who gives it, so that nobody gives more than he has.
 * @throws {YinzhengError} ORGANISATION_INVALID where it is not well formed
 */
export function mayGive(giver: Scope, dataScope: DataScope): boolean {
  if (dataScope.kind === 'own' || giver.kind === 'everything') return true;
  if (giver.kind === 'none' || giver.kind === 'own') return false;
  const area = dataScope.area === null ? null : areaCode(dataScope.area);
  const line = dataScope.kind === 'line' ? lineCode(dataScope.line) : null;
  return giver.places.some((upper) => placeContains(upper, { area, line }));
}

/** The keys that the organisations of a scope of areas or lines are found by, `own` apart. */
export function scopeKeys({ places }: Extract<Scope, { readonly places: readonly Reach[] }>): readonly string[] {
  return places.map(placeKey);
}
