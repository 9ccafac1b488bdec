/** A real signer process, and its own ledger of grants: what the process that asks it cannot do, whatever it says. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { SignerPlaces, SignerProcess } from '../../../../src/adapters/custody/index.ts';
import { parseTbsSign } from '../../../../src/ses/index.ts';
import type { SignRequest } from '../../../../src/services/pki/index.ts';
import { claimOf, codeOf, grantTerms } from '../../../support/grants.ts';
import { readAudit, signerPlaces, startTestSigner } from '../../../support/signer.ts';
import { materialFor, type SigningMaterial } from '../../../support/signing-material.ts';
import { temporaryFolder } from '../../../support/temporary.ts';

describe('a signer process and its grants', function () {
  this.timeout(120_000);
  let folder: string;
  let signer: SignerProcess;
  let material: SigningMaterial;
  let seal: string;
  let secret: Uint8Array;
  const errors: unknown[] = [];

  const places = (operator: boolean): SignerPlaces => ({
    ...signerPlaces(folder),
    grants: {
      ledger: join(folder, 'grants', 'ledger'),
      secret: join(folder, 'grants', 'ledger.key'),
      mode: 'production',
      operator,
    },
  });
  const sign = async (
    use?: SignRequest['authorisation']['use'],
    reference = 'stampings/1',
    from = signer,
  ): Promise<Uint8Array> => {
    const { custody } = await from.open();
    assert.ok(custody);
    const { key, purpose, tbs } = material;
    return custody.sign({ keyId: key.keyId, purpose, tbs, authorisation: { actor: 'a', reference, use } });
  };
  const enter = (grant: string, changes: Parameters<typeof grantTerms>[0] = {}, steps = 0) =>
    signer.grants.enter({
      ...{ kind: 'grant', grant, terms: grantTerms({ seal, ...changes }), proposer: 'proposer' },
      confirmed: { account: 'keeper', code: codeOf(secret, steps) },
    });
  const refused = (work: Promise<unknown>, reason: RegExp) => assert.rejects(work, { code: 'SEAL_USE_REFUSED', message: reason });

  beforeEach(async () => {
    folder = temporaryFolder();
    errors.length = 0;
    signer = await startTestSigner(places(true), { errors });
    material = await materialFor(await signer.make(null), 'seal-signature');
    seal = parseTbsSign(material.tbs).seal.esId;
    await signer.grants.enter({ kind: 'begin', grants: [] });
    secret = await signer.grants.enrolApprover('keeper', null);
  });
  afterEach(() => signer.close());

  it('signs by a grant in force and by nothing else, and writes refusals down', async () => {
    await refused(sign(), /no grant is named/);
    await refused(sign(claimOf('g')), /not in force/);
    await enter('g');
    assert.ok((await sign(claimOf('g'))).length > 60);
    await refused(sign(claimOf('g', { organisation: '12990100MB00000432' })), /not for this user/);
    await refused(sign(claimOf('g', { kind: 'licence:T' })), /not for this kind/);
    const { uses, faults } = await readAudit(join(folder, 'audit'));
    assert.deepEqual(faults, []);
    assert.deepEqual(
      uses.filter(({ purpose }) => purpose === 'seal-signature').map(({ outcome }) => outcome),
      ['refused', 'refused', 'signed', 'refused', 'refused'],
    );
  });

  it('takes nobody’s word for what widens the use of a seal', async () => {
    await signer.close();
    signer = await startTestSigner(places(false), { errors });
    await refused(signer.grants.enrolApprover('intruder', null), /at the command line/);
    const grant = { kind: 'grant', grant: 'g', terms: grantTerms({ seal }), proposer: 'p' } as const;
    await assert.rejects(signer.grants.enter({ ...grant, confirmed: { account: 'keeper', code: '123456' } }), {
      code: 'SECOND_FACTOR_REFUSED',
    });
    await signer.grants.enter({ kind: 'begin', grants: [{ grant: 'g', terms: grantTerms({ seal }) }] });
    await refused(sign(claimOf('g')), /not in force/);
    await signer.grants.enter({ kind: 'stop', seal, by: 'a' });
    await assert.rejects(signer.grants.enter({ kind: 'resume', seal, confirmed: { account: 'keeper', code: null } }), {
      code: 'SECOND_FACTOR_REFUSED',
    });
  });

  it('goes on counting after it was killed at any moment', async () => {
    await enter('g', { uses: 5 });
    let signed = 0;
    for (let use = 1; use <= 12; use++) {
      const asked = sign(claimOf('g'), `stampings/${use}`);
      if (use === 3 || use === 4) process.kill(signer.pid() ?? 0, 'SIGKILL');
      await asked.then(
        () => signed++,
        (error: unknown) => assert.match(String(error), /used up/),
      );
    }
    // What was under way when it was killed was asked again, and is one use.
    assert.equal(signed, 5);
    assert.equal((await signer.grants.standing()).grants[0]?.used, 5);
    assert.ok(signer.starts() >= 2);
  });

  it('stops a seal for every signer of the keys, those with work under way too', async () => {
    await enter('g');
    const other = await startTestSigner(places(false), { errors });
    try {
      assert.ok(await sign(claimOf('g'), 'x', other));
      const under = Array.from({ length: 200 }, (_, use) =>
        sign(claimOf('g'), `u/${use}`, other).then(
          () => true,
          () => false,
        ),
      );
      await signer.grants.enter({ kind: 'stop', seal, by: 'guard' });
      await refused(sign(claimOf('g'), 'y', other), /stopped/);
      await refused(sign(claimOf('g')), /stopped/);
      await Promise.all(under);
      await signer.grants.enter({ kind: 'resume', seal, confirmed: { account: 'keeper', code: codeOf(secret, 1) } });
      assert.ok(await sign(claimOf('g'), 'z', other));
    } finally {
      await other.close();
    }
  });
});
