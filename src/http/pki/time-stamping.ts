import { MAX_TIME_STAMP_REQUEST_BYTES } from '../../pki/index.ts';
import { defineRoute, type Route } from '../route.ts';
import type { TimeStampingServices } from './services.ts';

const REPLY_TYPE = 'application/timestamp-reply';

/** The time stamp authority over HTTP (RFC 3161 §3.4, GM/T 0033): refusals are answers too. */
export function timeStampingRoutes(services: TimeStampingServices): readonly Route[] {
  return [
    defineRoute({
      method: 'post',
      path: '/tsa',
      summary: 'A time stamp over a digest (时间戳; RFC 3161, GM/T 0033)',
      tag: 'pki',
      limit: 'time-stamp',
      access: 'anonymous',
      body: { type: 'application/timestamp-query', limit: MAX_TIME_STAMP_REQUEST_BYTES },
      input: {},
      answers: {
        200: { description: 'A TimeStampResp: a token, or a PKIStatusInfo with the reason why there is none', type: REPLY_TYPE },
      },
      errors: [],
      handle: async ({ document }) => ({
        status: 200,
        content: { kind: 'bytes', type: REPLY_TYPE, bytes: await services.answer(document) },
      }),
    }),
  ];
}
