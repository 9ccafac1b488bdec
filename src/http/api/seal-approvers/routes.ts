import { z } from 'zod';
import { defineRoute, json, type Route } from '../../route.ts';
import type { ApproverServices } from './services.ts';
import { confirmationBody } from '../seal-grants/schema.ts';
import { API, instantInput } from '../words.ts';

const path = `${API}/seal-approvers`;
const tag = 'seal-approvers';
const account = z.string().min(1).max(64).describe('Account, by id or user name');
const changing = { method: 'post', tag, limit: 'none', body: 'json' } as const;
const CODE_ERRORS = [
  'GRANT_INVALID',
  'SECOND_FACTOR_REFUSED',
  'APPROVER_NOT_ENROLLED',
  'SEAL_USE_REFUSED',
  'RATE_LIMITED',
  'STORE_UNAVAILABLE',
  'SIGNER_UNAVAILABLE',
] as const;

export const enrolledApproverSchema = z
  .object({
    account: z.string(),
    secret: z.string().describe('Base32, shown this once'),
    uri: z.string().describe('The same for a QR code'),
  })
  .meta({ id: 'EnrolledApprover' });

const enrolmentBody = confirmationBody.extend({ account }).meta({ id: 'ApproverEnrolment' });
const deputyBody = confirmationBody
  .extend({ deputy: account, from: instantInput, to: instantInput.describe('A year after it begins at most') })
  .meta({ id: 'ApproverDeputy' });
const handoverBody = confirmationBody.extend({ from: account, to: account }).meta({ id: 'ApproverHandover' });

/** Who approves the use of seals: authenticators, deputies, and the passing on of duties. */
export function sealApproverRoutes(approvers: ApproverServices): readonly Route[] {
  return [
    defineRoute({
      ...changing,
      path,
      access: 'grant:confirm',
      summary: 'Enrol an authenticator for another approver, by the caller’s own code',
      input: { json: enrolmentBody },
      answers: { 201: { description: 'Its secret, this once', schema: enrolledApproverSchema } },
      errors: CODE_ERRORS,
      handle: async ({ actor, json: { account: name, code } }) => {
        const enrolled = await approvers.enrol(actor, { name, code });
        return json(201, { account: enrolled.account, secret: enrolled.secret, uri: enrolled.uri });
      },
    }),
    defineRoute({
      ...changing,
      path: `${path}/deputies`,
      access: 'seal-use:approve',
      summary: 'Name a deputy (代理人) who approves in the caller’s place for a term',
      input: { json: deputyBody },
      answers: { 204: { description: 'Named' } },
      errors: ['GRANT_NOT_POSSIBLE', ...CODE_ERRORS],
      handle: async ({ actor, json: order }) => {
        await approvers.nameDeputy(actor, order);
        return { status: 204 };
      },
    }),
    defineRoute({
      ...changing,
      path: `${path}/handovers`,
      access: 'seal-use:approve',
      summary: 'Pass an approver’s duties on, with what waits for approval; nobody takes those of others on himself',
      input: { json: handoverBody },
      answers: { 204: { description: 'Passed on' } },
      errors: CODE_ERRORS,
      handle: async ({ actor, json: order }) => {
        await approvers.handOver(actor, order);
        return { status: 204 };
      },
    }),
  ];
}
