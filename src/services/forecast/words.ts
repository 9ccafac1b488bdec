import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import { zonedText } from '../../base/time.ts';
import type { ExpiryKind, ExpiryStage } from './model.ts';
import type { DueExpiry } from './tell.ts';

/** What the kinds of things that end are called. */
export const EXPIRY_WORDS: Readonly<Record<ExpiryKind, Bilingual>> = {
  key: bilingual('The certificate of the key', '密钥证书'),
  authority: bilingual('The certificate of the CA', 'CA 证书'),
  anchor: bilingual('The trust anchor', '信任锚'),
  seal: bilingual('The seal', '电子印章'),
  'revocation-list': bilingual('The revocation list of', '证书撤销列表，颁发者：'),
  'time-stamp': bilingual('Proof by the time stamps of', '时间戳的证明力，服务单元：'),
};

/** What is said of something that ends, in a time zone. */
export function expiryText({ kind, id, name, ends, stage }: DueExpiry, timeZone: string): Bilingual {
  const { en, zh } = EXPIRY_WORDS[kind];
  const when = zonedText(ends, timeZone);
  const which = kind === 'key' || kind === 'seal' ? `${name} (${id})` : name;
  return bilingual(`${en} ${which} ${endsIn(stage).en}: ${when}`, `${zh} ${which} ${endsIn(stage).zh}：${when}`);
}

function endsIn(stage: ExpiryStage): Bilingual {
  return stage === 'ended' ? bilingual('has ended', '已到期') : bilingual(`ends within ${stage} days`, `将在 ${stage} 天内到期`);
}
