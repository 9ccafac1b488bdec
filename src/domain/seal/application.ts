/** An application for a seal (印章申请), and the way it goes: applied for, approved, made, filed; each by whose duty it is. */
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import type { Actor } from '../access/index.ts';
import type { DomainEvent } from '../journal/index.ts';
import type { SealFaceOrder } from './face.ts';
import type { SealDuty } from './life.ts';

/**
 * What is applied for: a seal (新制), one made again with a new key because the one before was lost, damaged or compromised (重制), or that a
 * seal be cancelled (注销).
 */
export const APPLICATION_KINDS = ['make', 'remake', 'cancel'] as const;

/** What is applied for. */
export type ApplicationKind = (typeof APPLICATION_KINDS)[number];

/** How far an application is; `certificate-awaited`: another CA is asked for the certificate; `done`: filed, or the seal cancelled. */
export const APPLICATION_STATES = ['applied', 'approved', 'refused', 'withdrawn', 'certificate-awaited', 'made', 'done'] as const;

/** How far an application is. */
export type ApplicationState = (typeof APPLICATION_STATES)[number];

/** What is done with an application. */
export type ApplicationStep = 'withdraw' | 'approve' | 'refuse' | 'ask-certificate' | 'make' | 'file' | 'cancel';

/** From which states a step leads where, whose duty it is, and for what kinds of applications. */
interface ApplicationTransition {
  readonly from: readonly ApplicationState[];
  readonly to: ApplicationState;
  readonly duty: SealDuty;
  readonly kinds: readonly ApplicationKind[];
}

const MAKING: readonly ApplicationKind[] = ['make', 'remake'];

/** Every step there is. */
export const APPLICATION_STEPS: Readonly<Record<ApplicationStep, ApplicationTransition>> = {
  withdraw: { from: ['applied', 'approved'], to: 'withdrawn', duty: 'keeper', kinds: APPLICATION_KINDS },
  approve: { from: ['applied'], to: 'approved', duty: 'approver', kinds: APPLICATION_KINDS },
  refuse: { from: ['applied'], to: 'refused', duty: 'approver', kinds: APPLICATION_KINDS },
  'ask-certificate': { from: ['approved', 'certificate-awaited'], to: 'certificate-awaited', duty: 'maker', kinds: MAKING },
  make: { from: ['approved', 'certificate-awaited'], to: 'made', duty: 'maker', kinds: MAKING },
  file: { from: ['made'], to: 'done', duty: 'maker', kinds: MAKING },
  cancel: { from: ['approved'], to: 'done', duty: 'maker', kinds: ['cancel'] },
};

/** One step that was taken. */
export interface TakenStep {
  readonly step: ApplicationStep | 'apply';
  readonly by: { readonly person: string | null; readonly organisation: string | null };
  /** ISO 8601. */
  readonly at: string;
  /** Why, or on what basis. */
  readonly note: string | null;
}

/**
 * Whose key the seal is signed with: one made in custody, certified by the CA of this installation or, by request, by another; or one that its
 * holder has, by a request (PKCS#10, DER in Base64) that is certified here, or by a certificate of another CA.
 */
export type ApplicationKey =
  | { readonly kind: 'custody'; readonly authority: 'here' | 'elsewhere' }
  | { readonly kind: 'holder'; readonly request: string }
  | { readonly kind: 'holder'; readonly certificate: string };

/** An application, aggregate. */
export interface SealApplication {
  readonly _id: string;
  readonly schema: 1;
  readonly version: number;
  readonly kind: ApplicationKind;
  readonly state: ApplicationState;
  /** Owner of the seal: unified social credit code. */
  readonly owner: string;
  /** Code of the seal; null for a new one until its code is allotted. */
  readonly seal: string | null;
  /** Code of the seal that this one replaces: it is cancelled when this one is filed (变更); null for none. */
  readonly replaces: string | null;
  /** What the new seal is to show; null where the application is about a seal that is there. */
  readonly face: SealFaceOrder | null;
  readonly key: ApplicationKey | null;
  /** Number of the document that it rests on (依据文号), null for none. */
  readonly basis: string | null;
  /** Key in custody that was made for it; null before. */
  readonly keyId: string | null;
  /** Request for its certificate that another CA is given, DER in Base64; null where none was asked for. */
  readonly request: string | null;
  /** The signer's certificate, DER in Base64; null until the seal was made. */
  readonly certificate: string | null;
  readonly steps: readonly TakenStep[];
  readonly demonstration: boolean;
  readonly outbox: readonly DomainEvent[];
  readonly pending: boolean;
}

/**
 * Why a step may not be taken by an actor; null when it may. The duties are kept apart (电子印章管理办法): no account has two of them in one
 * application, and who approves is of another organisation than who makes.
 */
export function stepFault(
  application: Pick<SealApplication, 'kind' | 'state' | 'steps'>,
  step: ApplicationStep,
  actor: Pick<Actor, 'person' | 'organisation' | 'capacity'>,
): Bilingual | null {
  const { from, duty, kinds } = APPLICATION_STEPS[step];
  const { kind, state, steps } = application;
  if (!kinds.includes(kind) || !from.includes(state))
    return bilingual(`the application is ${APPLICATION_STATE_WORDS[state].en}`, `申请${APPLICATION_STATE_WORDS[state].zh}`);
  const others = steps.filter((taken) => dutyOf(taken.step) !== duty);
  if (actor.person !== null && others.some(({ by }) => by.person === actor.person))
    return bilingual('the same account had another duty in it', '同一账号已在该申请中履行其他职责');
  if (duty === 'keeper') return null;
  // Whoever has the machine makes seals for the unit whose machine it is.
  if (actor.organisation === null && actor.capacity !== 'operator')
    return bilingual('the account belongs to no organisation', '该账号不属于任何机构');
  const counterpart = steps.findLast((taken) => dutyOf(taken.step) === (duty === 'maker' ? 'approver' : 'maker'));
  return actor.organisation !== null && counterpart?.by.organisation === actor.organisation
    ? bilingual('the same organisation approves it and makes it', '审批与制作不得由同一机构承担')
    : null;
}

function dutyOf(step: TakenStep['step']): SealDuty {
  return step === 'apply' ? 'keeper' : APPLICATION_STEPS[step].duty;
}

/** What the states of applications are called when people are told of them. */
export const APPLICATION_STATE_WORDS: Readonly<Record<ApplicationState, Bilingual>> = {
  applied: { en: 'waiting for approval', zh: '待审批' },
  approved: { en: 'approved', zh: '已批准' },
  refused: { en: 'refused', zh: '未获批准' },
  withdrawn: { en: 'withdrawn', zh: '已撤回' },
  'certificate-awaited': { en: 'waiting for its certificate', zh: '等待证书' },
  made: { en: 'made and not filed yet', zh: '已制作，尚未备案' },
  done: { en: 'done', zh: '已办结' },
};

/** Whether an application may still lead to something. */
export function isOpen({ state }: Pick<SealApplication, 'state'>): boolean {
  return !['refused', 'withdrawn', 'done'].includes(state);
}
