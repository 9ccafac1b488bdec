/** A room of keys with a device beside its keystore. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { encodeName, tbsRequest } from '../../../src/pki/index.ts';
import { localKeyRoom } from '../../../src/processes/installation/key-room.ts';
import { AUTHORISATION } from '../../support/custody.ts';
import { makeSdfDevice, needSdfDevice, PIN, type SdfDouble } from '../../support/sdf-device.ts';
import { readAudit, signerPlaces } from '../../support/signer.ts';

const KEY = { index: 1, pinFile: 'pin', label: '某单位', purposes: ['csr'], createdAt: '2026-01-02T00:00:00Z' };

describe('a room of keys with a device', () => {
  before(function () {
    needSdfDevice(this);
  });

  function placesWith(device: SdfDouble, pin: string) {
    const folder = dirname(device.library);
    const custodyFile = join(folder, 'custody.json');
    writeFileSync(join(folder, 'pin'), pin);
    writeFileSync(custodyFile, JSON.stringify({ kind: 'sdf', library: device.library, keys: [KEY] }));
    return { ...signerPlaces(folder), custodyFile };
  }

  it('writes the uses of its keys into the log, and hands out none that cannot be written', async () => {
    const places = placesWith(makeSdfDevice(), PIN);
    const room = localKeyRoom({ places });
    const custody = await room.make(null);
    const [key] = await custody.list();
    assert.ok(key);
    const { keyId, publicKey } = key;
    const tbs = tbsRequest({ subject: encodeName({ commonName: 'x' }), publicKey, extensions: [] });
    await custody.sign({ keyId, purpose: 'csr', tbs, authorisation: AUTHORISATION });
    const { uses } = await readAudit(places.audit);
    assert.deepEqual(
      uses.map((use) => [use.keyId, use.outcome]),
      [[keyId, 'signed']],
    );
    await room.close();

    const deaf = localKeyRoom({ places: { ...places, audit: places.keystore } });
    const again = (await deaf.open()).custody;
    await assert.rejects(async () => again?.sign({ keyId, purpose: 'csr', tbs, authorisation: AUTHORISATION }), {
      code: 'KEY_AUDIT_UNWRITABLE',
    });
    await deaf.close();
  });

  it('asks a device that refused no second time, and one that did not answer again', async () => {
    const wrong = makeSdfDevice();
    const refused = localKeyRoom({ places: placesWith(wrong, '00000000') });
    for (let turn = 0; turn < 3; turn++) await assert.rejects(refused.open(), { code: 'KEY_DEVICE_REFUSED' });
    assert.equal(wrong.denials(), 1);
    await refused.close();

    const late = makeSdfDevice();
    const room = localKeyRoom({ places: placesWith(late, PIN) });
    late.sessionLimit(0);
    await assert.rejects(room.open(), { code: 'KEY_DEVICE_UNAVAILABLE' });
    late.sessionLimit(9);
    await room.make(null);
    await room.close();
    assert.equal(late.sessions(), 0);
  });
});
