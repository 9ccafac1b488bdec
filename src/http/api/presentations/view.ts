import type { z } from 'zod';
import type { Instant } from '../../../base/time.ts';
import { presentationEnd, shareState, type Presentation, type ShareGrant } from '../../../domain/presentation/index.ts';
import { qrModules } from '../../../drawing/index.ts';
import type { MadePresentation, SeenLicence } from '../../../services/presentation/index.ts';
import { LICENCE_STATUS_NAMES } from '../../../report/words/index.ts';
import type { madePresentationSchema, presentationSchema, seenSchema, shareSchema } from './schema.ts';

/** A presentation for its holder; never what opens it. */
export function presentationView(presentation: Presentation, now: Instant): z.infer<typeof presentationSchema> {
  const { _id, via, identifier, typeName, fields, state, createdAt, expiresAt, use } = presentation;
  const over = state === 'open' && presentationEnd(presentation, now) !== null;
  return {
    ...{ id: _id, via, identifier, typeName, fields: [...fields], state: over ? 'over' : state },
    ...{ createdAt, expiresAt, usedAt: use?.at ?? null },
  };
}

export function madeView({ presentation, digits, url }: MadePresentation, now: Instant): z.infer<typeof madePresentationSchema> {
  return { ...presentationView(presentation, now), digits, url, qr: qrSvg(url) };
}

/** A QR code as SVG, a module a unit, with its quiet zone. */
function qrSvg(text: string): string {
  const modules = qrModules(text);
  const size = modules.length + 8;
  const path = modules.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x + 4} ${y + 4}h1v1h-1z`] : []))).join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path}"/></svg>`;
}

export function seenView({ report, fields, demonstration }: SeenLicence): z.infer<typeof seenSchema> {
  const { identifier, status, since, typeName, issuer, holderMasked, validFrom, validTo, asOf } = report;
  const named = LICENCE_STATUS_NAMES.find((name) => name === status) ?? 'void';
  return {
    ...{ identifier, status: named, since, typeName, issuer, holderMasked, validFrom, validTo, asOf },
    ...{ fields: fields.map(({ name, label, value }) => ({ name, label, value })), demonstration },
  };
}

export function shareView(grant: ShareGrant, now: Instant): z.infer<typeof shareSchema> {
  const { _id, identifier, typeName, grantee, purpose, fields, file, from, until, most, used, revokedAt } = grant;
  return {
    ...{ id: _id, identifier, typeName, grantee: { ...grantee }, purpose: { ...purpose }, fields: [...fields], file },
    ...{ from, until, uses: most, used, revokedAt, state: shareState(grant, now) },
  };
}
