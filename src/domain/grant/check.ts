/** What a grant must be like. */
import { bilingual, YinzhengError, type Bilingual } from '../../base/errors/index.ts';
import { KEY_SUBJECT, type GrantTerms } from './model.ts';

/** Longest term of a grant, ms: it is looked at anew every three years. */
const LONGEST_TERM = 3 * 366 * 86_400_000;
/** Most users, organisations, systems, licence types, approvers of one grant, each. */
const MOST_NAMED = 200;
/** Most uses that are counted. */
const MOST_USES = 100_000_000;

/**
 * Checks the terms of a grant.
 * @throws {YinzhengError} GRANT_INVALID
 */
export function checkTerms(terms: GrantTerms): void {
  const reason = whyInvalid(terms);
  if (reason) throw new YinzhengError('GRANT_INVALID', { reason });
}

function whyInvalid(terms: GrantTerms): Bilingual | null {
  const { users, organisations, systems, licenceTypes, documents, approvers, approvals, approval, uses } = terms;
  const named = [users, organisations, systems, approvers, licenceTypes === 'all' ? [] : licenceTypes];
  if (named.some((list) => list.length > MOST_NAMED || new Set(list).size < list.length))
    return bilingual(`at most ${MOST_NAMED} of a kind are named, each once`, `每类至多列出 ${MOST_NAMED} 个，且不得重复`);
  if (users.length + organisations.length + systems.length === 0)
    return bilingual('nobody is named who may use the seal', '未指定可以用章的用户、机构或系统');
  if (!documents && licenceTypes !== 'all' && licenceTypes.length === 0)
    return bilingual('neither documents nor licence types are named', '未指定用途：文书或证照类型');
  const term = Date.parse(terms.validTo) - Date.parse(terms.validFrom);
  if (!(term > 0 && term <= LONGEST_TERM))
    return bilingual('the term has to end after it begins, three years later at most', '授权期限的止期须晚于起期，且不超过三年');
  if (uses !== null && !(Number.isSafeInteger(uses) && uses >= 1 && uses <= MOST_USES))
    return bilingual(`the number of uses is from 1 to ${MOST_USES}`, `使用次数应为 1 至 ${MOST_USES}`);
  if (terms.seal.startsWith(KEY_SUBJECT) && approval !== 'automatic')
    return bilingual('the use of a key that signs documents is granted without approval', '文件签名密钥的授权须为自动审批');
  if (approval === 'automatic')
    return approvers.length === 0 ? null : bilingual('automatic approval has no approvers', '自动审批不设审批人');
  if (licenceTypes === 'all' || licenceTypes.length > 0)
    return bilingual('licences are sealed by rule: their grants are automatic', '证照按规则自动用章，其授权须为自动审批');
  return approvers.length >= approvals
    ? null
    : bilingual(
        `each use needs ${approvals === 1 ? 'one approver' : 'two approvers'}, and fewer are named`,
        `每次用章须 ${approvals} 人审批，审批人数不足`,
      );
}
