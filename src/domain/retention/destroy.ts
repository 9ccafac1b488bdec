/** What is left of a record that is destroyed: enough that its identifier is never given again and its file is known, and no person. */
import { withoutComing, type LicenceRecord } from '../licence/index.ts';
import type { Purpose } from '../access/index.ts';

/** A purpose that says nothing. */
export const NO_PURPOSE: Purpose = { item: '', caseNumber: null, cause: '' };

/** A licence without holders, face, purposes, reasons and keys of files; the addresses of the files are left to be removed. */
export function destroyedLicence(
  licence: LicenceRecord,
  { at, list }: { readonly at: string; readonly list: string },
): LicenceRecord {
  return {
    ...omit(omit(omit(omit(withoutComing(licence), 'proofEnds'), 'applying'), 'reviewMonth'), 'papersOut'),
    holders: [],
    requestDigest: '',
    caseKey: '',
    editions: licence.editions.map((edition) => ({
      ...omit(omit(edition, 'holders'), 'order'),
      ...{ licenceNumber: '', fields: {}, purpose: NO_PURPOSE },
      files: edition.files.map((file) => ({ ...omit(omit(file, 'key'), 'name'), blob: '' })),
    })),
    ...(licence.papers && { papers: licence.papers.map((paper) => ({ ...paper, steps: [] })) }),
    ...(licence.reviews && { reviews: licence.reviews.map((review) => ({ ...review, note: null })) }),
    events: licence.events.map((event) => ({ ...event, reason: '' })),
    ...(licence.applications && {
      applications: licence.applications.map((each) => ({
        ...each,
        reason: '',
        decision: each.decision && { ...each.decision, note: null },
        state: each.state === 'open' ? ('withdrawn' as const) : each.state,
      })),
    }),
    ...(licence.collected && { collected: { ...licence.collected, sourceStatusText: null } }),
    evidencePending: false,
    destroyed: { at, list, blobs: licence.editions.flatMap(({ files }) => files.map(({ blob }) => blob)) },
  };
}

function omit<T extends object, K extends keyof T>(from: T, name: K): Omit<T, K> {
  return Object.fromEntries(Object.entries(from).filter(([member]) => member !== name)) as unknown as Omit<T, K>;
}
