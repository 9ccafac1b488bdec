import type { RegisterReport } from '../model.ts';
import type { Words } from './shape.ts';

type Origin = NonNullable<RegisterReport['origin']>;

const KINDS: Readonly<Record<Origin['kind'], Words>> = {
  collected: { en: 'made by another system and collected from there', zh: '由其他系统制发，归集入库' },
  digitised: { en: 'scan of a paper licence', zh: '存量纸质证照扫描件' },
};
const TRUST: Readonly<Record<'A' | 'B' | 'C' | 'D', Words>> = {
  A: { en: 'trust A: compared with the issuer’s own records', zh: '可信等级 A：经颁发机构档案核对' },
  B: { en: 'trust B: compared with the paper by the issuer', zh: '可信等级 B：经颁发机构核对纸质原件' },
  C: { en: 'trust C: compared with the paper by somebody else', zh: '可信等级 C：经其他机构核对纸质原件' },
  D: { en: 'trust D: as it was handed in', zh: '可信等级 D：未经核对' },
};

/** Where a licence comes from that was not issued here, and how far it is to be trusted. */
export function originWords({ kind, trust }: Origin): Words {
  const of = KINDS[kind];
  const level = trust === null ? null : TRUST[trust];
  return level === null ? of : { en: `${of.en}; ${level.en}`, zh: `${of.zh}；${level.zh}` };
}
