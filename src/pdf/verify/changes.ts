/** Has anything changed after signing? Each later revision must be explained, and allowed by what was signed before it. */
import { bilingual, isYinzhengError, type Bilingual } from '../../base/errors/index.ts';
import type { Check } from '../../report/index.ts';
import type { PdfDocument } from '../reader/index.ts';
import { firstStray } from './changes/bytes.ts';
import { explainRevision } from './changes/explain.ts';
import type { AddedSignature, ChangeFault, RevisionChanges } from './changes/model.ts';
import { readPermission, type Permission } from './changes/permission.ts';
import { createReferenceIndex } from './changes/references.ts';
import { prepareCovering, type Covering } from './cover/cover.ts';
import type { FoundSignature, SignatureField } from './model.ts';

/** A signature as far as changes are concerned. */
export interface SignatureFacts {
  readonly found: FoundSignature;
  /** The revision it covers, null when coverage is not right. */
  readonly signed: number | null;
  /** Digest and signature value. */
  readonly intact: boolean | null;
  /** Whether a field shows no more than the impression of this signature's seal, which may lie over text. */
  isImpression(field: SignatureField): boolean;
}

/** Faults that are listed in a report at most. */
const MAX_LISTED = 50;
/** Share of the page that an empty field leaves room for. */
const LARGEST_EMPTY = 0.5;
const CLAUSE = 'ISO 32000-1 §12.8.2';

/** The question, prepared for a document: what later revisions do is found once and judged for each signature. */
export function prepareChanges(document: PdfDocument, signatures: readonly SignatureFacts[]): (signed: number) => Check {
  const newest = document.revisions.length - 1;
  const first = Math.min(...signatures.flatMap(({ signed }) => signed ?? []));
  const changes: RevisionChanges[] = [];
  const faults: ChangeFault[] = trailingFaults(document);
  const doubts: ChangeFault[] = [];
  if (first < newest) {
    const indexUpTo = createReferenceIndex(document);
    const covering = prepareCovering(document);
    for (let revision = first + 1; revision <= newest; revision++) {
      try {
        const explained = explainRevision(document, revision, indexUpTo(revision - 1));
        changes.push(explained);
        faults.push(...explained.faults, ...forbidden(document, explained, signatures));
        judgeAdded(explained, { signatures, faults, doubts, covering });
      } catch (error) {
        if (!isYinzhengError(error)) throw error;
        faults.push({ revision, object: null, reason: error.bilingual });
      }
    }
  }
  return (signed) => answer({ signed, newest, changes, faults, doubts });
}

/** Bytes after the last revision belong to none, so that only searching readers see them. */
function trailingFaults({ bytes, revisions }: PdfDocument): ChangeFault[] {
  const revision = revisions.length - 1;
  const stray = firstStray(bytes, revisions[revision]?.end ?? 0, bytes.length);
  if (stray === null) return [];
  const reason = bilingual(
    `bytes at offset ${stray} follow the last revision`,
    `最后一个版本之后（偏移 ${stray} 处）还有其他字节`,
  );
  return [{ revision: revision + 1, object: null, reason }];
}

function forbidden(document: PdfDocument, changes: RevisionChanges, signatures: readonly SignatureFacts[]): ChangeFault[] {
  const additions = changes.signatures.filter(({ kind }) => kind === 'signature');
  if (additions.length === 0) return [];
  const found: ChangeFault[] = [];
  for (const { found: signature, signed } of signatures) {
    if (signed === null || signed >= changes.revision) continue;
    const field = signature.field === null ? null : signature.field.dictionary;
    const permission: Permission = readPermission(document, { signature: signature.dictionary, field, revision: signed });
    const fault = (reason: Bilingual): void => void found.push({ revision: changes.revision, object: null, reason });
    for (const addition of additions) {
      const { field: name, filled } = addition;
      if (permission.level === 1) {
        fault(
          bilingual(
            `an earlier signature forbids any change, yet ${name} was signed`,
            `先前的签名禁止任何改动，但 ${name} 又被签名`,
          ),
        );
      } else if (filled && permission.locks(name)) {
        fault(bilingual(`an earlier signature locks ${name}, yet it was signed`, `先前的签名锁定了 ${name}，但该域又被签名`));
      }
    }
  }
  return found;
}

interface Judged {
  readonly signatures: readonly SignatureFacts[];
  readonly faults: ChangeFault[];
  readonly doubts: ChangeFault[];
  readonly covering: (field: SignatureField, revision: number) => Covering | null;
}

function judgeAdded(changes: RevisionChanges, judged: Judged): void {
  const { signatures, faults, doubts } = judged;
  const { revision } = changes;
  for (const added of changes.signatures) {
    const { dictionary, field, visible } = added;
    const facts = signatures.find(({ found }) => found.dictionary === dictionary);
    if (facts?.signed !== revision || facts.intact === false) {
      faults.push({
        revision,
        object: facts?.found.object?.number ?? null,
        reason: bilingual(`the added signature ${field} is not right itself`, `新增签名 ${field} 自身有误`),
      });
    } else if (facts.intact === null && visible) {
      const reason = bilingual(
        `whether the added signature ${field} is right cannot be decided`,
        `无法确定新增签名 ${field} 是否正确`,
      );
      doubts.push({ revision, object: null, reason });
    }
    const shown = facts?.found.field;
    if (visible && shown && !facts.isImpression(shown)) judgeCovering({ added, shown }, { ...judged, revision });
  }
}

/**
 * A visible signature may not lie over what was signed. Where it may cover nothing after all, only a look at the page can tell. A field
 * that stood empty when the document was signed may be filled, unless it takes so much of the page that nobody would leave room for it.
 */
function judgeCovering(
  { added: { field, filled }, shown }: { readonly added: AddedSignature; readonly shown: SignatureField },
  { revision, faults, doubts, covering }: Judged & { readonly revision: number },
): void {
  const covered = covering(shown, revision);
  if (covered === null || (filled && covered.share < LARGEST_EMPTY)) return;
  const isFault = covered.certain && !filled;
  const { en, zh } = covered.reason;
  const reason = bilingual(`the added signature ${field} ${en}`, `新增签名 ${field} ${zh}`);
  (isFault ? faults : doubts).push({ revision, object: shown.reference?.number ?? null, reason });
}

interface Findings {
  readonly signed: number;
  readonly newest: number;
  readonly changes: readonly RevisionChanges[];
  readonly faults: readonly ChangeFault[];
  readonly doubts: readonly ChangeFault[];
}

function answer({ signed, newest, changes, faults, doubts }: Findings): Check {
  const later = (fault: ChangeFault): boolean => fault.revision > signed;
  const wrong = faults.filter(later);
  const unsure = doubts.filter(later);
  const evidence = {
    signedRevision: signed,
    revisions: newest + 1,
    changes: changes.filter(({ revision }) => revision > signed).map(describe),
    ...(wrong.length + unsure.length > 0 ? { unexplained: [...wrong, ...unsure].slice(0, MAX_LISTED) } : {}),
  };
  if (wrong.length > 0) return { id: 'changes', outcome: 'failed', code: 'CHANGES_NOT_EXPLAINED', evidence, clause: CLAUSE };
  if (unsure.length > 0)
    return { id: 'changes', outcome: 'indeterminate', code: 'CHANGES_NOT_EXPLAINED', evidence, clause: CLAUSE };
  return { id: 'changes', outcome: 'passed', evidence, clause: CLAUSE };
}

function describe({
  revision,
  added,
  overridden,
  signatures,
  securityStore,
}: RevisionChanges): Readonly<Record<string, unknown>> {
  return {
    revision,
    added: added.slice(0, MAX_LISTED),
    overridden: overridden.slice(0, MAX_LISTED),
    signatures: signatures.map(({ field, kind, visible, filled }) => ({ field, kind, visible, filled })),
    securityStore,
  };
}
