/** The envelope of the sharing interface (GB/T 36906): a head and data, in questions and answers. */
import { z } from 'zod';
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import { isoInstant, type Instant } from '../../base/time.ts';
import type { SharingOutcome, SharingProfile } from '../../domain/sharing/index.ts';
import { objectOf, type Shape } from './words.ts';

/** What all addresses of the interface begin with. */
export const SHARE = '/share/v1';

const OUTCOME_WORDS: Readonly<Record<'done' | 'pending', Bilingual>> = {
  done: bilingual('done', '成功'),
  pending: bilingual('not there yet: ask the same again', '处理中，请稍后以相同请求重试'),
};

/** The schema of a question. */
export function questionSchema(profile: SharingProfile, shape: Shape): z.ZodObject {
  const { head, data, accessId, accessToken, requestId } = profile.envelope;
  const text = (limit: number) => z.string().max(limit).optional();
  return z.strictObject({
    [head]: z.object({ [accessId]: text(64), [accessToken]: text(512), [requestId]: text(100) }).optional(),
    [data]: objectOf(profile, shape),
  });
}

/** The schema of an answer. */
export function answerSchema(profile: SharingProfile, shape: Shape): z.ZodObject {
  const { head, data, code, message, requestId, time } = profile.envelope;
  return z.object({
    [head]: z.object({ [code]: z.string(), [message]: z.string(), [requestId]: z.string().optional(), [time]: z.string() }),
    [data]: objectOf(profile, shape).partial().nullable(),
  });
}

/** The credential in the head of a question, null where there is none; it need not be a question at all. */
export function credentialIn({ envelope }: Pick<SharingProfile, 'envelope'>, json: unknown): string | null {
  const token = memberOf(memberOf(json, envelope.head), envelope.accessToken);
  return typeof token === 'string' && token !== '' && token.length <= 512 ? token : null;
}

/** How the caller names his question, to find the answer again; null where he does not. */
export function requestIdIn({ envelope }: Pick<SharingProfile, 'envelope'>, json: unknown): string | null {
  const id = memberOf(memberOf(json, envelope.head), envelope.requestId);
  return typeof id === 'string' && id !== '' && id.length <= 100 ? id : null;
}

function memberOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

/** An answer in its envelope. */
export function inEnvelope(
  profile: Pick<SharingProfile, 'envelope' | 'codes'>,
  {
    outcome,
    words,
    requestId,
    now,
    data,
  }: {
    readonly outcome: SharingOutcome;
    /** Absent where the outcome says it all. */
    readonly words?: string;
    readonly requestId: string | null;
    readonly now: Instant;
    readonly data: unknown;
  },
): Readonly<Record<string, unknown>> {
  const { envelope, codes } = profile;
  const said = words ?? (outcome === 'done' || outcome === 'pending' ? OUTCOME_WORDS[outcome].zh : outcome);
  return {
    [envelope.head]: {
      ...{ [envelope.code]: codes[outcome], [envelope.message]: said },
      ...(requestId !== null && { [envelope.requestId]: requestId }),
      [envelope.time]: isoInstant(now),
    },
    [envelope.data]: data,
  };
}
