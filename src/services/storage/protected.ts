/** Which members of which records are personal data: sealed in the store, and found again by keyed digests (`adapters/protection`). */
import type { CollectionName } from './records.ts';

/** Kind of a value that records are found by though it is sealed; equal values of one kind have equal digests. */
export type BlindKind = 'holder-name' | 'holder-code' | 'case' | 'user-name';

/** `sealed`: not in the store in clear at all. `blind:…`: sealed, and in its place a keyed digest that an index can hold. */
export type Treatment = 'sealed' | `blind:${BlindKind}`;

/** Members of an object and how each is treated; a list of one stands for each member of a list. */
export interface ProtectedMembers {
  readonly [name: string]: Treatment | readonly [ProtectedMembers];
}

/** Personal data by collection: names and numbers of holders, what faces say of them, names of accounts, reasons in people's own words. */
export const PROTECTED = {
  licences: {
    caseKey: 'blind:case',
    requestDigest: 'sealed',
    holders: [{ name: 'blind:holder-name', code: 'blind:holder-code' }],
    editions: [
      {
        licenceNumber: 'sealed',
        fields: 'sealed',
        purpose: 'sealed',
        holders: 'sealed',
        order: 'sealed',
        files: [{ name: 'sealed' }],
      },
    ],
    coming: 'sealed',
    reviews: [{ note: 'sealed' }],
    papers: [{ steps: 'sealed' }],
    events: [{ reason: 'sealed' }],
    applications: [{ reason: 'sealed', decision: 'sealed' }],
    hold: 'sealed',
  },
  'licence-drafts': { caseKey: 'blind:case', content: 'sealed', steps: [{ note: 'sealed' }] },
  'issue-batches': { purpose: 'sealed', fault: 'sealed' },
  'issue-batch-parts': { rows: 'sealed', results: 'sealed' },
  'licence-copies': { use: 'sealed', reason: 'sealed' },
  'collected-items': { sourceId: 'sealed' },
  stampings: { purpose: 'sealed', caseNumber: 'blind:case' },
  signings: { purpose: 'sealed' },
  'stamp-batches': { purpose: 'sealed' },
  'countersigning-plans': { title: 'sealed', purpose: 'sealed', reason: 'sealed', steps: [{ reason: 'sealed' }] },
  approvals: { purpose: 'sealed', decisions: [{ reason: 'sealed' }] },
  grants: { purpose: 'sealed' },
  'destruction-lists': { purpose: 'sealed', decisions: [{ note: 'sealed' }] },
  holders: { code: 'sealed', name: 'sealed', password: 'sealed' },
  'holder-links': { code: 'sealed', name: 'sealed', proof: 'sealed', steps: [{ note: 'sealed' }] },
  representations: { representativeName: 'sealed', proof: 'sealed', steps: [{ note: 'sealed' }] },
  shares: { purpose: 'sealed' },
  uses: { purpose: 'sealed', holders: [{ code: 'blind:holder-code' }], objections: [{ reason: 'sealed' }] },
  demands: { holder: 'sealed', caseNumber: 'sealed' },
  'evidence-packages': { purpose: 'sealed' },
  'directory-errors': { remark: 'sealed', resolved: 'sealed' },
  objections: {
    statement: 'sealed',
    person: 'sealed',
    steps: [{ note: 'sealed' }],
    attachments: [{ name: 'sealed' }],
    answer: 'sealed',
  },
  inbox: { code: 'blind:holder-code' },
  accounts: { userName: 'blind:user-name', displayName: 'sealed' },
  reports: { report: 'sealed', diagnostic: 'sealed' },
} as const satisfies Partial<Record<CollectionName, ProtectedMembers>>;

/** Claims whose value is personal, by what their `_id` begins with: the store has a keyed digest in its place. */
export const BLIND_CLAIMS: readonly { readonly prefix: string; readonly kind: BlindKind }[] = [
  { prefix: 'case:', kind: 'case' },
  { prefix: 'user-name:', kind: 'user-name' },
  { prefix: 'holder-code:', kind: 'holder-code' },
];

/** Collections with members that are sealed. */
export const PROTECTED_COLLECTIONS = Object.keys(PROTECTED) as readonly (keyof typeof PROTECTED)[];

/** The members of a collection that are sealed, null where none is. */
export function protectedMembers(collection: CollectionName): ProtectedMembers | null {
  return collection in PROTECTED ? PROTECTED[collection as keyof typeof PROTECTED] : null;
}
