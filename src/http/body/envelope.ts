import type { Request, RequestHandler } from 'express';
import { createHash } from 'node:crypto';
import { equalBytes, fromUtf8 } from '../../base/bytes.ts';
import { bilingual, YinzhengError } from '../../base/errors/index.ts';
import { signatureRefused } from '../../services/signed-requests/index.ts';
import { contextOf, type RequestContext } from '../context.ts';
import type { EnvelopeBody } from '../route.ts';
import { JSON_LIMIT } from '../settings.ts';
import type { UploadRules } from './collector.ts';
import { readMessage } from './message.ts';

/** What is around a file in its message, bytes. */
const AROUND = 65_536;

/**
 * Reads a JSON message with a head, within the budget of uploads, and finds the credential in it. Rejects as `readMessage` does, and with
 * BODY_MALFORMED.
 */
export function readEnvelope({ files, credential }: EnvelopeBody, uploads: UploadRules): RequestHandler {
  const limit = files ? Math.ceil((uploads.limit * 4) / 3) + AROUND : JSON_LIMIT;
  return async (request: Request, response, next) => {
    const context = contextOf(response);
    const collector = await readMessage(request, response, { type: 'application/json', limit, budget: uploads.budget });
    context.releases.push(collector.release);
    const bytes = collector.bytes();
    const json = parse(bytes);
    context.envelope = { json, bytes, credential: credential(json) };
    next();
  };
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(bytes));
  } catch (cause) {
    throw new YinzhengError('BODY_MALFORMED', { reason: bilingual('not JSON', '不是 JSON') }, { cause });
  }
}

/**
 * Sees that a message is the one whose digest was signed.
 * @throws {YinzhengError} REQUEST_SIGNATURE_REFUSED
 */
export function checkEnvelopeDigest(envelope: RequestContext['envelope'], expected: Uint8Array | null): void {
  if (!envelope || expected === null) return;
  if (!equalBytes(createHash('sm3').update(envelope.bytes).digest(), expected)) throw signatureRefused('digest');
}
