/** Looks at the rows of a batch: each as if it were issued, but for painting and sealing; all of them before any is issued. */
import { isYinzhengError, YinzhengError } from '../../../base/errors/index.ts';
import { holdsCase } from '../../../domain/licence/index.ts';
import type { IssueBatchPartRecord, IssueBatchRecord, IssueRow, IssueRowResult } from '../../storage/index.ts';
import { findCase } from '../case.ts';
import { findMaterial, type IssuingMaterial } from '../material.ts';
import type { LicenceDependencies } from '../ports.ts';
import { caseKeyOf, requestDigest } from '../request.ts';
import { draftLicence } from '../reserve.ts';
import { requestOfRow } from './table.ts';

/** What rows are looked at with; the case numbers that were met grow with the batch. */
export interface Checking {
  readonly material: IssuingMaterial;
  readonly met: Set<string>;
}

/** Rejects as finding what a licence is made from does, and with STORE_UNAVAILABLE. */
export async function beginChecking(deps: LicenceDependencies, batch: IssueBatchRecord): Promise<Checking> {
  const { organisation, typeCode: type } = batch;
  return { material: await findMaterial(deps, { organisation, type, at: deps.clock.now() }), met: new Set() };
}

/** A part with what is wrong with its rows, and how many are. Rejects with STORE_UNAVAILABLE. */
export async function checkPart(
  deps: LicenceDependencies,
  batch: IssueBatchRecord,
  { part, checking }: { readonly part: IssueBatchPartRecord; readonly checking: Checking },
): Promise<{ readonly results: readonly (IssueRowResult | null)[]; readonly wrong: number }> {
  const results: (IssueRowResult | null)[] = [];
  for (const row of part.rows) results.push(await faultOf(deps, batch, { row, checking }));
  return { results, wrong: results.filter((result) => result !== null).length };
}

async function faultOf(
  deps: LicenceDependencies,
  batch: IssueBatchRecord,
  { row, checking: { material, met } }: { readonly row: IssueRow; readonly checking: Checking },
): Promise<IssueRowResult | null> {
  try {
    const request = requestOfRow(batch, material.type.fields, row.cells);
    const caseKey = caseKeyOf(batch.organisation, request);
    if (met.has(caseKey)) throw new YinzhengError('CASE_CONFLICT');
    met.add(caseKey);
    const digest = requestDigest(request, deps.engine.crypto);
    draftLicence(deps, { id: '0'.repeat(32), caseKey, digest, actor: batch.maker, request, material });
    const { licence } = await findCase(deps.store.records, caseKey);
    // One that was issued from the same row before is answered by that licence.
    if (licence && licence.state !== 'abandoned' && holdsCase(licence, caseKey) && licence.requestDigest !== digest)
      throw new YinzhengError('CASE_CONFLICT');
    return null;
  } catch (error) {
    if (!isYinzhengError(error) || error.code === 'STORE_UNAVAILABLE') throw error;
    return failureOf(error);
  }
}

/** A fault as it is kept and told. */
export function failureOf(error: YinzhengError): IssueRowResult {
  return { code: error.code, en: error.message, zh: error.chinese };
}
