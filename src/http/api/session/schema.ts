import { z } from 'zod';
import { STAFF_ROLES } from '../../../domain/access/index.ts';
import { instant } from '../words.ts';

export const signInBody = z
  .strictObject({ userName: z.string().min(1).max(64), password: z.string().min(1).max(256) })
  .meta({ id: 'SignIn' });

export const passwordBody = z
  .strictObject({ present: z.string().min(1).max(256), next: z.string().min(1).max(256).describe('12 to 256 characters') })
  .meta({ id: 'PasswordChange' });

export const codeBody = z
  .strictObject({ code: z.string().min(6).max(32).describe('Six digits of the authenticator, or a recovery code') })
  .meta({ id: 'SecondFactorCode' });

export const enrolmentSchema = z
  .object({ secret: z.string().describe('Base32, for typing'), uri: z.string().describe('otpauth address, for a QR code') })
  .meta({ id: 'SecondFactorEnrolment' });

export const roleBody = z.strictObject({ role: z.enum(STAFF_ROLES) }).meta({ id: 'RoleTaken' });

export const sessionSchema = z
  .object({
    kind: z.enum(['person', 'holder', 'system']),
    name: z.string().describe('Name of the person or of the API key'),
    userName: z.string().nullable(),
    organisation: z.string().nullable().describe('Unified social credit code of the organisation acted for'),
    role: z.string().describe('Role acted in'),
    roles: z.array(z.string()).describe('Roles that can be taken'),
    required: z
      .enum(['second-factor', 'password-change', 'second-factor-enrolment'])
      .nullable()
      .describe('What has to be done before anything else is allowed'),
    actions: z.array(z.string()).describe('What this role may do'),
    csrfToken: z.string().nullable().describe('Value for X-CSRF-Token on every change; null for API keys, which need none'),
    expiresAt: instant.nullable().describe('End of the session however much it is used'),
    idleSeconds: z.number().int().nullable().describe('The session ends after so long without a request'),
  })
  .meta({ id: 'Session' });

export const confirmedSchema = z
  .object({ session: sessionSchema, recoveryCodes: z.array(z.string()).describe('Each good once; shown this once') })
  .meta({ id: 'SecondFactorConfirmed' });

export const signedOutSchema = z
  .object({ signOutUrl: z.string().describe('Where the browser ends the session at the identity provider too') })
  .meta({ id: 'SignedOut' });
