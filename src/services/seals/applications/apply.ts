import { bilingual, YinzhengError, type Bilingual } from '../../../base/errors/index.ts';
import { isoInstant } from '../../../base/time.ts';
import type { Actor, Purpose } from '../../../domain/access/index.ts';
import type { OrganisationRecord } from '../../../domain/organisation/index.ts';
import {
  faceFault,
  isAlive,
  isOpen,
  showsName,
  type ApplicationKey,
  type SealApplication,
  type SealFaceOrder,
  type SealRecord,
} from '../../../domain/seal/index.ts';
import { authorise } from '../../access/authorise.ts';
import { randomId } from '../../licences/random.ts';
import { refuseEnded, whenDue } from '../../organisations/index.ts';
import type { Random } from '../../platform.ts';
import { MAX_PAGE, type RecordStore } from '../../storage/index.ts';
import type { SealDependencies } from '../ports.ts';
import { checkKey } from './holder-key.ts';
import { applicationEvent } from './write.ts';

/** What is applied for, by an owner for itself. */
export type ApplicationOrder = {
  /** Number of the document that it rests on (依据文号). */
  readonly basis: string | null;
  readonly purpose: Purpose;
} & (
  | {
      readonly kind: 'make';
      readonly face: SealFaceOrder;
      readonly key: ApplicationKey;
      /** Code of a seal of the same owner that is cancelled when this one is filed; null for none. */
      readonly replaces: string | null;
      /** Code that a registry has given the seal already: 13 or 14 digits; null to have one allotted. */
      readonly code: string | null;
    }
  | { readonly kind: 'remake'; readonly seal: string; readonly key: ApplicationKey }
  | { readonly kind: 'cancel'; readonly seal: string }
);

/** What applying takes. */
export interface ApplyDependencies extends SealDependencies {
  readonly random: Random;
  /** Whether this is a demonstration. */
  readonly demonstration: boolean;
}

/**
 * Applies for a seal of the actor's organisation, for one made again, or that one be cancelled. Nothing is made before another department has
 * approved it.
 * @throws {YinzhengError} NOT_ALLOWED, ORGANISATION_ENDED, SEAL_NOT_FOUND, SEAL_APPLICATION_REFUSED, DER_MALFORMED, CSR_MALFORMED, CERTIFICATE_MALFORMED,
 * STORE_UNAVAILABLE
 */
export async function applyForSeal(deps: ApplyDependencies, actor: Actor, order: ApplicationOrder): Promise<SealApplication> {
  authorise(actor, 'seal:apply', actor.organisation);
  const { records, clock, random, journal, demonstration } = deps;
  const recorded = actor.organisation === null ? null : await records.get('organisations', actor.organisation);
  const owner = recorded && whenDue(recorded, clock.now());
  if (!owner) throw new YinzhengError('NOT_ALLOWED', { action: 'seal:apply' });
  refuseEnded(owner, clock.now());
  if (order.kind !== 'cancel') checkKey(order.key, clock.now());
  const open = (await ofOwner(records, 'seal-applications', owner._id)).filter(isOpen);
  if (order.kind === 'make') await checkNew(records, { owner, order, open });
  else await checkExisting(records, { owner, order, open });
  const now = clock.now();
  const by = { person: actor.person, organisation: actor.organisation };
  const application: Omit<SealApplication, 'outbox' | 'pending'> = {
    ...{ _id: randomId(random), schema: 1, version: 1, kind: order.kind, state: 'applied', owner: owner._id },
    seal: order.kind === 'make' ? order.code : order.seal,
    replaces: order.kind === 'make' ? order.replaces : null,
    face: order.kind === 'make' ? order.face : null,
    key: order.kind === 'cancel' ? null : order.key,
    ...{ basis: order.basis, keyId: null, request: null, certificate: null },
    steps: [{ step: 'apply', by, at: isoInstant(now), note: order.purpose.cause }],
    demonstration,
  };
  const told = { kind: 'seal-applied-for', actor, purpose: order.purpose, facts: factsOf(order) } as const;
  const written = { ...application, outbox: [applicationEvent(application, 1, told, now)], pending: true };
  await records.insert('seal-applications', written);
  journal.poke();
  return written;
}

function factsOf(order: ApplicationOrder): Readonly<Record<string, string | null>> {
  if (order.kind !== 'make') return {};
  return { kind: order.face.kind, shape: order.face.shape, replaces: order.replaces };
}

interface Judged<K extends ApplicationOrder['kind']> {
  readonly owner: OrganisationRecord;
  readonly order: Extract<ApplicationOrder, { readonly kind: K }>;
  readonly open: readonly SealApplication[];
}

async function checkNew(records: RecordStore, { owner, order, open }: Judged<'make'>): Promise<void> {
  const { face, code, replaces } = order;
  const isNext = faceFault(face, owner.name) !== null && owner.nextName ? faceFault(face, owner.nextName.name) === null : false;
  const fault = isNext ? null : faceFault(face, owner.name);
  if (fault) throw refused(fault);
  if (isNext && replaces !== null)
    throw refused(
      bilingual(
        'a seal in a name that is to come replaces none: those of the name before end with it',
        '以新名称申请的印章不得注明替换：原名称印章随名称停用',
      ),
    );
  if (code !== null) await checkCode(records, code, owner);
  if (open.some((other) => other.face && sameFace(other.face, face)))
    throw refused(bilingual('such a seal is applied for already', '已有相同印章的申请在办'));
  const seals = (await ofOwner(records, 'seals', owner._id)).filter(({ versions }) => versions.some(isAlive));
  if (replaces !== null && !seals.some(({ _id }) => _id === replaces)) throw new YinzhengError('SEAL_NOT_FOUND');
  // Seals of the name before end when the next holds.
  const besides = isNext ? seals.filter((seal) => !showsName(seal, owner.name, [face.name])) : seals;
  const statutory = besides.filter(({ kind, _id }) => kind === 'statutory-name' && _id !== replaces);
  if (face.kind === 'statutory-name' && statutory.length > 0)
    throw refused(
      bilingual(
        'the organisation has a seal of its statutory name; a changed one replaces it',
        '该机构已有法定名称章，变更须注明所替换的印章',
      ),
    );
}

/** 公安机关 give seals codes of 13 digits, some provinces 14 with a check digit; both begin with the area. */
async function checkCode(records: RecordStore, code: string, { areaCode }: OrganisationRecord): Promise<void> {
  if (!/^\d{13,14}$/.test(code) || !code.startsWith(areaCode.slice(0, 6)))
    throw refused(
      bilingual(
        `a seal code has 13 or 14 digits and begins with the owner's area code ${areaCode.slice(0, 6)}`,
        `印章编码为 13 或 14 位数字，以所属机构的区划代码 ${areaCode.slice(0, 6)} 开头`,
      ),
    );
  if (await records.get('seals', code)) throw new YinzhengError('ALREADY_EXISTS', { key: code });
}

async function checkExisting(records: RecordStore, { owner, order, open }: Judged<'remake' | 'cancel'>): Promise<void> {
  const seal = await records.get('seals', order.seal);
  if (seal?.owner !== owner._id) throw new YinzhengError('SEAL_NOT_FOUND');
  if (open.some((other) => other.seal === order.seal))
    throw refused(bilingual('an application for this seal is open', '该印章已有申请在办'));
  const isCancelled = seal.versions.some(({ state }) => state === 'cancelled');
  if (isCancelled) throw refused(bilingual('the seal was cancelled; a new one is to be applied for', '印章已注销，须重新申请'));
  if (order.kind === 'cancel' && !seal.versions.some(isAlive))
    throw refused(bilingual('nothing of the seal is left to be cancelled', '印章已无可注销的版本'));
}

function sameFace(left: SealFaceOrder, right: SealFaceOrder): boolean {
  return (['kind', 'shape', 'name', 'secondName', 'middleLine', 'lowerLine'] as const).every(
    (part) => left[part] === right[part],
  );
}

async function ofOwner(records: RecordStore, collection: 'seals', owner: string): Promise<readonly SealRecord[]>;
async function ofOwner(records: RecordStore, collection: 'seal-applications', owner: string): Promise<readonly SealApplication[]>;
async function ofOwner(
  records: RecordStore,
  collection: 'seals' | 'seal-applications',
  owner: string,
): Promise<readonly (SealRecord | SealApplication)[]> {
  const found: (SealRecord | SealApplication)[] = [];
  for (let after: string | undefined; ;) {
    const query = { index: 'owner', equals: owner, limit: MAX_PAGE, ...(after !== undefined && { after }) } as const;
    const page = await records.find(collection, query);
    found.push(...page);
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) return found;
  }
}

function refused(reason: Bilingual): YinzhengError {
  return new YinzhengError('SEAL_APPLICATION_REFUSED', { reason });
}
