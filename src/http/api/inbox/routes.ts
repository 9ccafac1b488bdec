import { z } from 'zod';
import { NOTICE_KINDS, type InboxNotice } from '../../../domain/notice/index.ts';
import type { listMyNotices, markNoticeRead } from '../../../services/inbox/index.ts';
import type { Bound } from '../../bound.ts';
import { defineRoute, json, type Route } from '../../route.ts';
import { holderOf } from '../my/caller.ts';
import { onBehalfQuery } from '../my/schema.ts';
import { API, instant } from '../words.ts';

/** The inbox of a holder. */
export interface InboxServices {
  readonly list: Bound<typeof listMyNotices>;
  readonly markRead: Bound<typeof markNoticeRead>;
}

const path = `${API}/my/notices`;
const shared = { tag: 'my', limit: 'none' } as const;
const noticeSchema = z
  .object({
    id: z.string(),
    kind: z.enum(NOTICE_KINDS),
    at: instant,
    licence: z.object({ identifier: z.string(), typeName: z.string() }).nullable(),
    objection: z.string().nullable().describe('Id of the objection that was answered'),
    readAt: instant.nullable(),
  })
  .meta({ id: 'Notice', description: 'A notice to a holder (通知)' });
const listQuery = onBehalfQuery.extend({
  cursor: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  unread: z.enum(['true', 'false']).default('false').describe('Those alone that were not read'),
});

function noticeView({ _id, kind, at, licence, subject, readAt }: InboxNotice): z.infer<typeof noticeSchema> {
  return {
    ...{ id: _id, kind, at, readAt },
    licence: licence && { identifier: licence.identifier, typeName: licence.typeName },
    objection: subject.startsWith('objections/') ? subject.slice('objections/'.length) : null,
  };
}

/** Notices (通知) of a holder who is signed in. */
export function inboxRoutes(inbox: InboxServices): readonly Route[] {
  return [
    defineRoute({
      ...{ ...shared, method: 'get', path, access: 'holding:read', body: 'none', input: { query: listQuery } },
      summary:
        'Notices: licences issued, used, changed, sealed again or of a seal whose key is in other hands, ended or expiring, objections answered, delegations; the latest first',
      answers: {
        200: { description: 'A page', schema: z.object({ items: z.array(noticeSchema), next: z.string().nullable() }) },
      },
      errors: ['STORE_UNAVAILABLE'],
      handle: async ({ who, query: { onBehalfOf, cursor, limit, unread } }) => {
        const asked = { onBehalfOf, after: cursor, limit, unread: unread === 'true' };
        const { items, next } = await inbox.list(holderOf(who), asked);
        return json(200, { items: items.map(noticeView), next });
      },
    }),
    defineRoute({
      ...{ ...shared, method: 'post', path: `${path}/{notice}/reading`, access: 'holding:read', body: 'none' },
      input: { params: z.object({ notice: z.string().max(64) }), query: onBehalfQuery },
      summary: 'Mark a notice as read',
      answers: { 200: { description: 'The notice', schema: noticeSchema } },
      errors: ['NOTICE_NOT_FOUND', 'STORE_UNAVAILABLE'],
      handle: async ({ who, params: { notice: id }, query }) =>
        json(200, noticeView(await inbox.markRead(holderOf(who), { ...query, id }))),
    }),
  ];
}
