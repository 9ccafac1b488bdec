import { toHex } from '../../base/bytes.ts';
import { YinzhengError } from '../../base/errors/index.ts';
import { SPECIMEN_MARKING } from '../../domain/seal/index.ts';
import { prepareReport } from '../../documents/index.ts';
import type { VerificationReport } from '../../report/index.ts';
import type { LicenceDependencies } from '../licences/ports.ts';
import { usableVersion } from '../seals/usable-version.ts';
import { named, refuseEnded, refuseName } from '../organisations/index.ts';
import { SERVER_ACTOR } from '../platform.ts';
import { admitUse } from '../grants/index.ts';
import { timeStampRoom } from '../evidence/index.ts';
import { stampingId } from '../stamping/log/index.ts';
import { refuseRevoked, useSeal, type StampResult } from '../stamping/index.ts';

/** What printing and sealing reports takes. */
export interface ReportSealing extends LicenceDependencies {
  /** Seal code (esID) of the seal for reports; null where the installation has none. */
  readonly reportSeal: string | null;
}

/** A report, and the id by which it can be seen again; null where it was not kept. */
export interface ReportToSeal {
  readonly report: VerificationReport;
  readonly id: string | null;
}

const PURPOSE = { item: '查验报告', caseNumber: null, cause: '出具查验报告' } as const;

/** The sealed file and how far it proves itself. */
export type SealedReport = Pick<StampResult, 'document' | 'evidence'>;

/**
 * Prints a report and seals it with the installation's own seal for reports, with whatever evidence is to be had at once; its use is
 * recorded as every use of a seal is. The file is not kept.
 * @throws {YinzhengError} REPORT_SEAL_MISSING, SEAL_NOT_IN_USE, ORGANISATION_ENDED, SEAL_CERTIFICATE_REVOKED, DEMONSTRATION_REFUSED
 */
export async function sealReport(deps: ReportSealing, { report, id }: ReportToSeal): Promise<SealedReport> {
  const { records } = deps.store;
  const seal = deps.reportSeal === null ? null : await records.get('seals', deps.reportSeal);
  if (!seal) throw new YinzhengError('REPORT_SEAL_MISSING');
  if (seal.demonstration && !deps.demonstration) throw new YinzhengError('DEMONSTRATION_REFUSED');
  const owner = await records.get('organisations', seal.owner);
  const now = deps.clock.now();
  const version = usableVersion(seal, now);
  if (owner) {
    refuseEnded(owner, now);
    refuseName(owner, seal, now);
  }
  const by = { actor: SERVER_ACTOR, purpose: PURPOSE };
  await refuseRevoked(deps, { seal, version, ...by });
  const asked = { seal: seal._id, sealVersion: version.number, owner: seal.owner, kind: 'document' } as const;
  const admitted = await admitUse({ ...deps, records }, { ...asked, ...by });
  const signingTime = Math.floor(now / 1000) * 1000;
  const stamping = stampingId(deps);
  const prepared = prepareReport(deps.engine, {
    report,
    maker: {
      ...{ issuer: owner ? named(owner, now).name : seal.name, number: id, at: now },
      // People type it from paper: it leads to something they can read.
      address: id === null ? null : `${deps.publicUrl}/api/v1/verifications/${id}.pdf`,
      marking: seal.demonstration || report.demonstration ? SPECIMEN_MARKING : null,
    },
    seal: { record: seal, version },
    signingTime,
    timeStampSize: timeStampRoom(deps.evidence),
    unique: `stampings/${stamping}`,
  });
  const digestBefore = toHex(prepared.dataHash);
  const use = { id: stamping, seal, version, signingTime, digestBefore, ...by, ...admitted };
  return useSeal(deps, use, { prepared });
}
