/** The sharing interface (共享服务接口): each operation of each profile under the name that the profile gives it. */
import type { ErrorCode } from '../../base/errors/index.ts';
import type { SharingOperation, SharingProfile } from '../../domain/sharing/index.ts';
import { SHARING_PROFILES } from '../../services/sharing/index.ts';
import { z } from 'zod';
import { defineRoute, type Access, type Answer, type Route } from '../route.ts';
import { answersOf, type Asked } from './answers.ts';
import { answerSchema, credentialIn, inEnvelope, questionSchema, requestIdIn, SHARE } from './envelope.ts';
import { operationShapes } from './questions.ts';
import type { SharingServices } from './services.ts';
import { inOurWords, inProfileWords } from './words.ts';

const SUMMARIES: Readonly<Record<SharingOperation, string>> = {
  token: 'A token for the other operations (令牌), by an API key or a signed assertion',
  search: 'Licences of a holder (检索), of the types that are shared, masked',
  query: 'One licence by its identifier (查询), with the face fields that are shared',
  metadata: 'What the fields of the shared licence types mean (元数据获取)',
  file: 'The sealed file of a licence (文件下载)',
  fileAddress: 'An address of the sealed file that is good for five minutes (下载地址)',
  verifyFields: 'Whether what is stated of a licence is so (信息验证), without revealing what is registered',
  verifyFile: 'Verify a file (文件验证)',
  readCode: 'The licence of a QR code that is shown (扫码取证)',
  statuses: 'Statuses of many licences at once (状态批量查询)',
  changes: 'What happened to licences after a cursor (变更流), ids alone',
  directory: 'Directory records to be reported upward after a cursor (目录上报)',
  directoryErrors: 'What was wrong with directory records (上报错误反馈)',
};
const READING: readonly ErrorCode[] = ['LICENCE_NOT_FOUND', 'IDENTIFIER_INVALID', 'SERVICE_BUSY', 'STORE_UNAVAILABLE'];
const ERRORS: Readonly<Record<SharingOperation, readonly ErrorCode[]>> = {
  token: ['CLIENT_REFUSED', 'NOT_SIGNED_IN', 'RATE_LIMITED', 'STORE_UNAVAILABLE'],
  search: ['SERVICE_BUSY', 'STORE_UNAVAILABLE'],
  query: READING,
  metadata: ['LICENCE_TYPE_NOT_FOUND', 'STORE_UNAVAILABLE'],
  file: [...READING, 'FILE_NOT_FOUND'],
  fileAddress: [...READING, 'FILE_NOT_FOUND'],
  verifyFields: ['STORE_UNAVAILABLE', 'INPUT_INVALID', 'DATE_INVALID'],
  verifyFile: [...READING, 'DOCUMENT_UNRECOGNISED', 'PDF_MALFORMED', 'PDF_ENCRYPTED', 'DOCUMENT_TOO_COSTLY'],
  readCode: [...READING, 'VERIFICATION_CODE_INVALID', 'CLAIM_MALFORMED'],
  statuses: ['SERVICE_BUSY', 'STORE_UNAVAILABLE'],
  changes: ['INPUT_INVALID', 'STORE_UNAVAILABLE'],
  directory: ['INPUT_INVALID', 'STORE_UNAVAILABLE'],
  directoryErrors: ['STORE_UNAVAILABLE'],
};

/** Every operation of every profile, and the addresses of files. */
export function sharingRoutes(sharing: SharingServices): readonly Route[] {
  return [...SHARING_PROFILES.flatMap((profile) => profileRoutes(sharing, profile)), fileRoute(sharing)];
}

function profileRoutes(sharing: SharingServices, profile: SharingProfile): readonly Route[] {
  const answers = answersOf(sharing, profile);
  return (
    Object.entries(operationShapes(profile)) as [SharingOperation, ReturnType<typeof operationShapes>[SharingOperation]][]
  ).map(([operation, { asks, tells }]) => {
    // A token is had by what is in the question itself.
    const access: Access = operation === 'token' ? 'anonymous' : 'licence:share';
    const schema = answerSchema(profile, tells);
    return defineRoute({
      method: 'post',
      path: `${SHARE}${profile.path}/${profile.operations[operation]}`,
      summary: SUMMARIES[operation],
      tag: `sharing ${profile.name}`,
      limit: operation === 'token' ? 'token' : 'none',
      access,
      body: { envelope: true, files: operation === 'verifyFile', credential: (json) => credentialIn(profile, json) },
      input: { json: questionSchema(profile, asks) },
      answers: {
        200: { description: 'The answer', schema },
        202: { description: 'Not there yet: the same question, asked again after Retry-After seconds, gets it', schema },
      },
      errors: ERRORS[operation],
      handle: async ({ actor, certificate, json }): Promise<Answer> => {
        const { head, data, accessId } = profile.envelope;
        const question = json as Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
        const told = question[head]?.[accessId];
        const asking = { actor, certificate, accessId: typeof told === 'string' && told !== '' ? told : null };
        const found = await answers[operation](inOurWords(profile, question[data]) as Asked, asking);
        const about = { requestId: requestIdIn(profile, json), now: sharing.now() };
        return found.kind === 'done'
          ? written(200, inEnvelope(profile, { outcome: 'done', ...about, data: inProfileWords(profile, found.value) }))
          : {
              ...written(202, inEnvelope(profile, { outcome: 'pending', ...about, data: retry(profile, found.retryAfter) })),
              headers: { 'Retry-After': String(found.retryAfter) },
            };
      },
    });
  });
}

function retry(profile: SharingProfile, retryAfter: number): unknown {
  return inProfileWords(profile, { retryAfter });
}

function written(status: number, value: unknown): Answer {
  return { status, content: { kind: 'json', value } };
}

function fileRoute(sharing: SharingServices): Route {
  return defineRoute({
    method: 'get',
    path: `${SHARE}/files/{secret}`,
    summary: 'A file under an address that was given out for it, as long as that is good',
    tag: 'sharing',
    limit: 'code',
    access: 'anonymous',
    body: 'none',
    input: { params: z.object({ secret: z.string().max(64).meta({ description: 'What the address ends in' }) }) },
    answers: { 200: { description: 'The file', type: 'application/pdf' } },
    errors: ['FILE_NOT_FOUND', 'LICENCE_NOT_FOUND', 'NOT_ALLOWED', 'STORE_UNAVAILABLE'],
    handle: async ({ params }) => {
      const { bytes, file, identifier } = await sharing.fetch(params.secret);
      const type = file.format === 'pdf' ? 'application/pdf' : 'application/ofd';
      return { status: 200, content: { kind: 'file', type, name: `${identifier}.${file.format}`, bytes } };
    },
  });
}
