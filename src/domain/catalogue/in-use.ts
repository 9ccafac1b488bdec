/** A licence type as one issuer uses it: the version that holds, with what bodies above the issuer have added, the face of its area, its seal. */
import type { CertifyingForm } from '../signature/index.ts';
import { areaContains, areaPath, isAreaCode, isLineCode, placeContains, type Place } from '../organisation/index.ts';
import type { FieldDefinition } from './field.ts';
import type {
  AnnualReviewRule,
  CatalogueVersion,
  FaceBindings,
  HolderRule,
  IssuerRule,
  LicenceTypeRecord,
  PaperSerialRule,
  SealBinding,
  TemplateReference,
  TypeAddition,
  TypeDefinition,
  ValidityRule,
} from './model.ts';

/** A version of what a body added, as an edition names it. */
export interface AdditionReference {
  readonly owner: string;
  readonly version: number;
}

/** An addition that holds for an issuer: whose it is, where that body stands, and its version. */
export interface AdditionInUse extends AdditionReference {
  readonly place: Place;
  readonly content: TypeAddition;
}

/** A licence type as an issuer uses it. */
export interface TypeInUse {
  readonly code: string;
  readonly name: string;
  readonly version: number;
  readonly additions: readonly AdditionReference[];
  readonly holders: HolderRule;
  readonly fields: readonly FieldDefinition[];
  readonly bindings: FaceBindings;
  readonly template: TemplateReference;
  readonly seal: SealBinding;
  readonly validity: ValidityRule;
  readonly paperSerial: PaperSerialRule | null;
  readonly evidence: 'require' | 'defer';
  readonly certifyAs: CertifyingForm | null;
  readonly twoPersons: boolean;
  readonly annualReview: AnnualReviewRule | null;
  readonly demonstration: boolean;
}

/** An organisation as rules of issuers see it. */
export interface Issuer {
  readonly organisation: string;
  readonly place: Place;
}

/** Whether an organisation is one of those that may issue. */
export function mayIssue(rules: readonly IssuerRule[], { organisation, place }: Issuer): boolean {
  return rules.some((rule) => {
    if (rule.kind === 'organisation') return rule.organisation === organisation;
    const { area, line } = rule;
    if (!isAreaCode(area) || (line !== null && !isLineCode(line))) return false;
    return placeContains({ area, line }, place);
  });
}

/** Whether what a body adds holds for an issuer: the body itself, and those beneath its place. */
export function addsFor(body: Issuer, issuer: Issuer): boolean {
  return body.organisation === issuer.organisation || placeContains(body.place, issuer.place);
}

/**
 * A version of a type with additions, as an issuer uses it; null when no face of it is for the issuer's area. The face is the one of the
 * smallest area that the issuer lies in; of equal ones that of a body beneath before that of the type itself. `template` picks one by its
 * name instead, as an edition recorded it.
 */
export function typeInUse(
  record: LicenceTypeRecord,
  version: CatalogueVersion<TypeDefinition>,
  use: { readonly issuer: Issuer; readonly additions: readonly AdditionInUse[]; readonly template?: string | undefined },
): TypeInUse | null {
  const { content } = version;
  const additions = use.additions.toSorted((left, right) => depth(left.place) - depth(right.place));
  const all = [...content.templates, ...additions.flatMap((each) => each.content.templates)];
  const template = templateFor(all, use);
  if (!template) return null;
  return {
    ...{ code: record._id, name: content.name, version: version.number, template, demonstration: record.demonstration },
    additions: additions.map(({ owner, version: number }) => ({ owner, version: number })),
    ...{ holders: content.holders, validity: content.validity, paperSerial: content.paperSerial },
    fields: [...content.fields, ...additions.flatMap((each) => each.content.fields)],
    bindings: Object.assign({}, ...additions.map((each) => each.content.bindings), content.bindings) as FaceBindings,
    seal: {
      kind: content.seal.kind,
      byIssuer: Object.assign(
        {},
        content.seal.byIssuer,
        ...additions.map((each) => each.content.seals),
      ) as SealBinding['byIssuer'],
    },
    evidence: content.evidence ?? 'defer',
    certifyAs: content.certifyAs ?? null,
    twoPersons: content.twoPersons === true,
    annualReview: content.annualReview,
  };
}

function depth({ area, line }: Place): number {
  return areaPath(area).length * 8 + (line === null ? 0 : line.split('.').length);
}

function templateFor(
  templates: readonly TemplateReference[],
  { issuer, template: name }: { readonly issuer: Issuer; readonly template?: string | undefined },
): TemplateReference | undefined {
  const named = name === undefined ? undefined : templates.find((one) => one.name === name);
  if (named) return named;
  const sizes = templates.flatMap((one) => {
    if (one.area === null) return [{ one, size: 0 }];
    if (!isAreaCode(one.area) || !areaContains(one.area, issuer.place.area)) return [];
    return [{ one, size: areaPath(one.area).length }];
  });
  const best = Math.max(...sizes.map(({ size }) => size));
  return sizes.findLast(({ size }) => size === best)?.one;
}

/** The seal of an issuer: the one bound to it, otherwise one of its own of the kind; undefined where there is none. */
export function boundSeal(
  { byIssuer, kind }: SealBinding,
  issuer: string,
  own: readonly { readonly _id: string; readonly kind: string }[],
): string | undefined {
  return byIssuer[issuer] ?? own.find((seal) => seal.kind === kind)?._id;
}
