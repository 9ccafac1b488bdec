/** How far an actor's work reaches: the own organisation, or what is beneath its place in the trees of areas and lines. */
import { placeContains, placeKey, type Place } from '../organisation/place.ts';
import type { Action, Actor } from './model.ts';
import { ruleOf } from './policy.ts';

/**
 * What an actor reaches: nothing; one organisation; all in an area; all of a line of business in an area; everything, for those who
 * administer the installation itself.
 */
export type Scope =
  | { readonly kind: 'none' }
  | { readonly kind: 'own'; readonly organisation: string }
  | { readonly kind: 'area' | 'line'; readonly place: Place }
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
 */
export function scopeOf(actor: Actor, action: Action, home: Placed | null): Scope {
  const rule = ruleOf(actor, action);
  const { organisation } = actor;
  switch (rule) {
    case undefined:
      return NONE;
    case 'anywhere':
      return { kind: 'everything' };
    case 'own-organisation':
      return organisation === null ? NONE : { kind: 'own', organisation };
    case 'beneath': {
      if (organisation === null) return { kind: 'everything' };
      if (home?.organisation !== organisation) return NONE;
      return { kind: home.place.line === null ? 'area' : 'line', place: home.place };
    }
  }
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
      return placeContains(scope.place, place);
    case 'everything':
      return true;
  }
}

/** The key that all organisations of a scope of an area or a line are found by. */
export function scopeKey({ place }: Extract<Scope, { readonly place: Place }>): string {
  return placeKey(place);
}
