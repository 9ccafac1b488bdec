/** Whether custody's ledger and the register say the same of the grants of seals. */
import { toHex, utf8 } from '../../base/bytes.ts';
import type { CryptoProvider } from '../../crypto/index.ts';
import type { GrantRecord } from '../../domain/grant/index.ts';
import {
  compareLedger,
  grantsOfKey,
  LEDGER_WORDS,
  readAuthority,
  termsText,
  type GrantCustody,
  type LedgerStanding,
} from '../grants/index.ts';
import { MAX_PAGE, type RecordStore } from '../storage/index.ts';
import { finding, type Finding } from './findings.ts';

const SHOWN = 5;

/** What is compared. */
export interface GrantsExamination {
  readonly records: RecordStore;
  readonly grants: Pick<GrantCustody, 'standing' | 'compare'>;
  readonly crypto: CryptoProvider;
}

/**
 * Compares the ledger with the register: grants that one of them lacks or that differ, uses that the ledger counted fewer of than the log of stampings has, and
 * whether it is the installation's ledger at all; each with what is to be done. Rejects as custody and the store do.
 */
export async function examineGrants(deps: GrantsExamination): Promise<readonly Finding[]> {
  const { records, grants } = deps;
  const { authority, own } = await readAuthority(deps);
  if (authority === null) return [];
  if (authority !== own)
    return [
      finding(
        'grants',
        'fault',
        `The ledger of grants here (${own}) is not this installation’s (${authority}): use the keys folder that has it; where it is lost, yinzheng grant ledger --take-over`,
        `此处的用章授权台账（${own}）不是本安装的台账（${authority}）：请使用存有该台账的密钥目录；已丢失的，执行 yinzheng grant ledger --take-over`,
      ),
    ];
  const unfit = await examineFitness(deps);
  const standing = await grants.standing();
  const found = await compare(deps, standing);
  const told = [...unfit, ...found, ...(await shutOutOnlyThere(records, standing)), ...(await ungrantedKeys(records))];
  return told.length > 0
    ? told
    : [finding('grants', 'ok', 'Custody’s ledger has the grants of the register', '密钥托管的用章授权台账与登记簿一致')];
}

/** A copy that was left behind admits no use, and neither does a custody whose clock went back. */
async function examineFitness(deps: GrantsExamination): Promise<readonly Finding[]> {
  const { verdict, head, clockBackMs } = await compareLedger(deps);
  const minutes = Math.round(clockBackMs / 60_000);
  return [
    ...(verdict === 'same'
      ? []
      : [
          finding(
            'grants',
            'fault',
            `The ledger of grants here (${head?.lines ?? 0} lines) is an older or another copy: ${LEDGER_WORDS[verdict].en}. No seal is used with it: use the keys folder that has the ledger; where that is lost, yinzheng grant ledger --take-over`,
            `此处的用章授权台账（${head?.lines ?? 0} 行）是旧副本或分叉副本：${LEDGER_WORDS[verdict].zh}，停止用章：请使用存有该台账的密钥目录；已丢失的，执行 yinzheng grant ledger --take-over`,
          ),
        ]),
    ...(clockBackMs === 0
      ? []
      : [
          finding(
            'grants',
            'fault',
            `Custody’s clock is ${minutes} minutes behind what it once was, and no seal is used: set it right; where it was wrong before, yinzheng grant ledger --set-clock`,
            `密钥托管的时钟比曾经的时间倒退 ${minutes} 分钟，停止用章：请校正时钟；若此前的时间有误，执行 yinzheng grant ledger --set-clock`,
          ),
        ]),
  ];
}

async function compare({ records, crypto }: GrantsExamination, { grants }: LedgerStanding): Promise<readonly Finding[]> {
  const inLedger = new Map(grants.map((kept) => [kept.grant, kept]));
  const [missing, different, behind, extra] = [new Set<string>(), new Set<string>(), new Set<string>(), new Set<string>()];
  const kept = new Set<string>();
  for await (const record of everyGrant(records)) {
    const { _id, state } = record;
    const there = inLedger.get(_id);
    if (state === 'in-force') {
      kept.add(_id);
      if (there?.inForce !== true) missing.add(_id);
      else if (there.terms !== toHex(crypto.digest('sm3', utf8(termsText(record))))) different.add(_id);
      else if (isCounted(record) && there.used < (await usesOf(records, record))) behind.add(_id);
    }
  }
  for (const { grant, inForce } of grants) if (inForce && !kept.has(grant)) extra.add(grant);
  return [
    ...told(
      missing,
      'in force in the register, and not in custody’s ledger, which refuses them: end them and propose them again',
      ['在登记簿中有效而台账中没有，用章会被拒绝：请终止后重新提出'],
    ),
    ...told(different, 'otherwise in custody’s ledger than in the register: end them and propose them again', [
      '在台账中的内容与登记簿不同：请终止后重新提出',
    ]),
    ...told(
      behind,
      'used more often by the log of stampings than custody counted, so that its ledger is older: end them and propose them again with the uses that are left',
      ['用章日志中的使用次数多于台账计数，台账较旧：请终止后按剩余次数重新提出'],
    ),
    ...told(
      extra,
      'in force in custody’s ledger and not in the register: confirm those that are proposed there, and end the others (yinzheng grant end ID)',
      ['在台账中有效而登记簿中无效：已提出的请确认，其余请终止（yinzheng grant end ID）'],
    ),
  ];
}

function told(ids: ReadonlySet<string>, en: string, [zh = '']: readonly string[]): readonly Finding[] {
  if (ids.size === 0) return [];
  const shown = [...ids].slice(0, SHOWN);
  return [
    finding(
      'grants',
      'fault',
      `${ids.size} grants are ${en}: ${shown.join(', ')}${ids.size > SHOWN ? ' …' : ''}`,
      `${ids.size} 项用章授权${zh}：${shown.join('、')}${ids.size > SHOWN ? '……' : ''}`,
    ),
  ];
}

/** Custody counts where there is something to count. */
function isCounted({ uses, approval }: GrantRecord): boolean {
  return uses !== null || approval !== 'automatic';
}

async function usesOf(records: RecordStore, { _id, seal }: GrantRecord): Promise<number> {
  let uses = 0;
  for (let after: string | undefined; ;) {
    const query = { index: 'seal', equals: seal, limit: MAX_PAGE } as const;
    const page = await records.find('stampings', after === undefined ? query : { ...query, after });
    uses += page.filter(({ grant, state }) => grant === _id && state === 'done').length;
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) return uses;
  }
}

/** Somebody was unlocked in the register alone: he cannot use a seal, and does not know why. */
async function shutOutOnlyThere(records: RecordStore, { locked }: LedgerStanding): Promise<readonly Finding[]> {
  const only: string[] = [];
  for (const id of locked) if ((await records.get('accounts', id))?.disabled === false) only.push(id);
  if (only.length === 0) return [];
  const shown = only.slice(0, SHOWN);
  return [
    finding(
      'grants',
      'warning',
      `${only.length} accounts are locked in custody and not in the register: unlock them once more: ${shown.join(', ')}`,
      `${only.length} 个账号在密钥托管中仍被锁定而登记簿中已解锁：请再次解锁：${shown.join('、')}`,
    ),
  ];
}

/** Keys that are to sign documents and of which no grant is in force: custody refuses every use. */
async function ungrantedKeys(records: RecordStore): Promise<readonly Finding[]> {
  const ungranted: string[] = [];
  for (let after: string | undefined; ;) {
    const page = await records.list('signature-keys', { limit: MAX_PAGE, ...(after !== undefined && { after }) });
    for (const { _id, state } of page) if (state === 'assigned' && !(await isGranted(records, _id))) ungranted.push(_id);
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) break;
  }
  if (ungranted.length === 0) return [];
  return [
    finding(
      'grants',
      'warning',
      `${ungranted.length} keys that are to sign documents have no grant in force, so that custody refuses to use them: grant them (yinzheng grant propose --seal key:ID): ${ungranted.slice(0, SHOWN).join(', ')}`,
      `${ungranted.length} 个文件签名密钥没有有效授权，密钥托管拒绝使用：请授权（yinzheng grant propose --seal key:标识）：${ungranted.slice(0, SHOWN).join('、')}`,
    ),
  ];
}

async function isGranted(records: RecordStore, keyId: string): Promise<boolean> {
  return (await grantsOfKey(records, keyId)).some(({ state }) => state === 'in-force');
}

async function* everyGrant(records: RecordStore): AsyncIterable<GrantRecord> {
  for (let after: string | undefined; ;) {
    const page: readonly GrantRecord[] = await records.list('grants', { limit: MAX_PAGE, ...(after !== undefined && { after }) });
    yield* page;
    after = page.at(-1)?._id;
    if (page.length < MAX_PAGE) return;
  }
}
