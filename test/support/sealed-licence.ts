/**
 * A demonstration installation's documents without its store: a PKI, one seal, one licence type, all made by the product itself with
 * real keys, so that tests and benchmarks can issue and verify in memory.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSoftwareCustody, type SoftwareCustody } from '../../src/adapters/custody/index.ts';
import { bundledFaces, bundledReserve, loadFonts, loadHarfBuzz } from '../../src/adapters/fonts/index.ts';
import { createSystemRandom } from '../../src/adapters/platform/random.ts';
import { createZlib } from '../../src/adapters/platform/zlib.ts';
import { createNativeProvider } from '../../src/crypto/native/index.ts';
import {
  createDocumentEngine,
  finishLicence,
  prepareLicence,
  type DocumentEngine,
  type PreparedDocument,
  type SealInUse,
} from '../../src/documents/index.ts';
import type { Actor } from '../../src/domain/access/index.ts';
import { FOOD_OPERATION_PERMIT, type FaceTemplate } from '../../src/drawing/index.ts';
import { prepareTrust, type PreparedTrust, type TrustMaterial } from '../../src/pki/index.ts';
import { FOOD_PERMIT } from '../../src/services/demonstration/types/index.ts';
import { certifySigner, makeHierarchy, makeSeal } from '../../src/services/pki/index.ts';
import { SERVER_ACTOR } from '../../src/services/platform.ts';
import { makeSealPicture, newSealRecord } from '../../src/services/seals/index.ts';
import { sharedRegister } from './certificate-register.ts';

export const SIGNING_TIME = Date.parse('2026-03-02T01:00:00Z');
const AUTHORISATION = { actor: 'test', reference: 'test' } as const;

export interface SealingBench {
  readonly engine: DocumentEngine;
  readonly custody: SoftwareCustody;
  readonly seal: SealInUse;
  /** Face of its licences. */
  readonly face: FaceTemplate;
  readonly material: TrustMaterial;
  readonly trust: PreparedTrust;
  readonly actor: Actor;
  /** Paints a licence and signs it, with room for a token of `timeStampSize` bytes. */
  sign(serial: number, timeStampSize: number): Promise<SignedLicence>;
  /** Issues a licence to bytes; `token` makes a time stamp over the signature value. */
  issue(serial: number, token?: (signature: Uint8Array) => Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** A licence whose signature waits to be put in. */
export interface SignedLicence {
  readonly prepared: PreparedDocument;
  readonly signature: Uint8Array;
}

/** Makes everything; `sealName` goes along the ring. */
export async function createSealingBench({ sealName = '样例省样例自治州市场监督管理局分局' } = {}): Promise<SealingBench> {
  const folder = await mkdtemp(join(tmpdir(), 'yinzheng-test-'));
  const crypto = createNativeProvider();
  const random = createSystemRandom();
  const clock = { now: () => SIGNING_TIME };
  const custodyAt = (name: string) =>
    createSoftwareCustody({
      path: join(folder, name),
      passphrase: new TextEncoder().encode('a passphrase for tests only'),
      clock,
      crypto,
    });
  const [online, offline] = await Promise.all([custodyAt('online'), custodyAt('offline')]);
  const harfbuzz = await loadHarfBuzz();
  const fonts = await loadFonts(harfbuzz, { faces: bundledFaces(), fallbacks: [], reserve: bundledReserve(harfbuzz) });
  const engine = createDocumentEngine({ crypto, zlib: createZlib(), fonts });
  const from = SIGNING_TIME - 86_400_000;
  const common = { trustClass: 'demonstration', from, crlBase: null, authorisation: AUTHORISATION } as const;
  const hierarchy = await makeHierarchy(
    { crypto, random, register: sharedRegister, offline, online },
    { name: '印证演示', ...common },
  );
  const organisation = { creditCode: '11990100MB0000027F', name: sealName, sealCode: '99010000000001' };
  const signer = await certifySigner(
    { crypto, random, register: sharedRegister, online },
    { issuer: hierarchy.signersCa, organisation, ...common },
  );
  const made = await makeSeal(
    { signer: online },
    {
      maker: hierarchy.maker,
      esId: organisation.sealCode,
      name: sealName,
      type: 1,
      signerCertificates: [signer.certificate.raw],
      createdAt: from,
      validFrom: signer.certificate.notBefore,
      validTo: signer.certificate.notAfter,
      picture: makeSealPicture(engine, {
        name: sealName,
        bodyClass: 'department',
        code: organisation.sealCode,
        marking: '样本 无效',
      }),
      authorisation: AUTHORISATION,
    },
  );
  const record = newSealRecord(crypto, {
    seal: made,
    signer,
    owner: organisation.creditCode,
    kind: 'statutory-name',
    demonstration: true,
    actor: SERVER_ACTOR,
    madeAt: from,
  });
  const [version] = record.versions;
  if (!version) throw new Error('the seal has a version');
  const seal = { record, version };
  const keyId = version.keyId ?? '';

  async function sign(serial: number, timeStampSize: number): Promise<SignedLicence> {
    const number = String(serial).padStart(8, '0');
    const prepared = prepareLicence(engine, {
      template: FOOD_OPERATION_PERMIT,
      templateKey: FOOD_PERMIT.code,
      values: licenceValues(sealName, number),
      qrText: `https://licence.example/v/ABCD-EFGH-JKMN-PQRS-T${number}`,
      title: `食品经营许可证 JY${number}`,
      issuer: sealName,
      identifier: `1.2.156.3005.2.11990000MB0000019F001.11990100MB0000027F.${number}.001.0`,
      ...{ seal, signingTime: SIGNING_TIME, timeStampSize },
    });
    const request = { keyId, purpose: 'seal-signature', tbs: prepared.tbs, authorisation: AUTHORISATION } as const;
    return { prepared, signature: await online.sign(request) };
  }

  return {
    engine,
    custody: online,
    seal,
    face: FOOD_OPERATION_PERMIT,
    material: hierarchy.trust,
    trust: prepareTrust(hierarchy.trust, crypto),
    actor: SERVER_ACTOR,
    sign,
    async issue(serial, token) {
      const { prepared, signature } = await sign(serial, token ? 4_000 : 0);
      return finishLicence(prepared, signature, token?.(signature)).bytes;
    },
    close: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Values of a licence's face. */
export function licenceValues(issuer: string, number: string): Readonly<Record<string, string>> {
  return {
    经营者名称: '样例市锦绣街老张川菜馆有限公司',
    统一社会信用代码: '91990100MA0000015X',
    法定代表人: '张𠅤明',
    住所: '样例省样例市高新区天府大道北段1700号环球中心E5栋12层1208号',
    经营场所: '样例省样例市锦江区红星路三段99号银石广场负一层B108号铺面',
    主体业态: '餐饮服务经营者（中型餐馆）',
    经营项目: '预包装食品（含冷藏冷冻食品）销售，散装食品销售，热食类食品制售，冷食类食品制售，自制饮品制售',
    许可证编号: `JY2990100${number}`,
    有效期至: '2031年03月01日',
    发证机关: issuer,
    签发日期: '2026年03月02日',
    查验码: '7K3M-9QXA-2BTV-H4ZD-W',
    证照标识: `1.2.156.3005.2.11990000MB0000019F001.11990100MB0000027F.${number}.001.0`,
  };
}
