import type { DomainEvent } from '../journal/index.ts';
import { isUse } from '../use/index.ts';
import type { StatusEventKind } from '../licence/index.ts';
import { ENDS, type NoticeKind } from './model.ts';

/** What an event of a licence is to its holders; null where they are told nothing, as of what they did themselves. */
export function noticeKindOf(event: Pick<DomainEvent, 'kind' | 'facts' | 'actor'>): NoticeKind | null {
  switch (event.kind) {
    case 'licence-issued':
      return 'issued';
    case 'licence-edition-issued':
      return 'changed';
    // Its seal was replaced, as when the key was in other hands: the file of before proves less, and there is another.
    case 'licence-resealed':
      return 'resealed';
    case 'licence-status-changed':
      return ENDS.has(event.facts['event'] as StatusEventKind) ? 'ended' : 'changed';
    case 'objection-answered':
    case 'objection-refused':
      return 'objection-answered';
    case 'representation-changed':
      return event.facts['step'] === 'accept' ? 'delegation-given' : null;
    default:
      return isUse(event) && event.actor.capacity !== 'holder' ? 'used' : null;
  }
}
