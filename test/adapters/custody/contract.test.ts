/** Every custody keeps the same contract. */
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { serveCustody } from '../../../src/adapters/custody/index.ts';
import { KEY_ALGORITHMS } from '../../../src/services/pki/index.ts';
import { testCustody } from '../../contract/custody.ts';
import { makeTestCustody } from '../../support/custody.ts';
import { openFileCustody } from '../../support/custody-file.ts';
import { needOpenssl } from '../../support/openssl.ts';
import { needToken, newTokenKey, SOFTHSM, TOKEN, tokenFolder } from '../../support/pkcs11-token.ts';
import { makeSdfDevice, needSdfDevice, SDF_PINS } from '../../support/sdf-device.ts';
import { signerPlaces, startTestSigner } from '../../support/signer.ts';
import { temporaryFolder } from '../../support/temporary.ts';
import { makeTlsAuthority } from '../../support/tls-certificates.ts';

testCustody('a keystore in this process', { algorithms: KEY_ALGORITHMS, makesKeys: true }, async () => {
  const test = await makeTestCustody();
  return {
    custody: test.custody,
    restart: () => test.reopen(),
    close: () => {
      test.remove();
      return Promise.resolve();
    },
  };
});

testCustody('a keystore in a signer process', { algorithms: KEY_ALGORITHMS, makesKeys: true }, async () => {
  const places = signerPlaces();
  let room = await startTestSigner(places);
  return {
    custody: await room.make(null),
    async restart() {
      await room.close();
      room = await startTestSigner(places);
      return room.make(null);
    },
    close: () => room.close(),
  };
});

testCustody('a custody server over mutual TLS', { algorithms: KEY_ALGORITHMS, makesKeys: false, need: needOpenssl }, async () => {
  const behind = await makeTestCustody();
  const authority = makeTlsAuthority(behind.folder, 'authority');
  const server = authority.issue('server');
  const served = await serveCustody({
    ...{ custody: behind.custody, host: '127.0.0.1', port: 0 },
    certificate: readFileSync(server.certificate),
    privateKey: readFileSync(server.privateKey),
    clientAuthorities: readFileSync(authority.certificate),
    onError: (error) => {
      throw error;
    },
  });
  const servers = [`https://127.0.0.1:${served.port}`];
  return openFileCustody({
    folder: behind.folder,
    file: { kind: 'remote', servers, authorities: authority.certificate, ...authority.issue('client') },
    make: async (specification) => {
      await behind.custody.generate(specification);
      return null;
    },
    async close() {
      await served.close();
      behind.remove();
    },
  });
});

testCustody('a device of GM/T 0018', { algorithms: ['sm2'], makesKeys: false, need: needSdfDevice }, () => {
  const { library } = makeSdfDevice();
  const folder = dirname(library);
  return Promise.resolve(
    openFileCustody({
      folder,
      file: { kind: 'sdf', library },
      make: (_specification, index) => {
        const pinFile = join(folder, `pin${index}`);
        writeFileSync(pinFile, SDF_PINS[index] ?? '');
        return Promise.resolve({ index, pinFile });
      },
    }),
  );
});

let last = 0;

testCustody('a PKCS#11 token', { algorithms: ['rsa', 'ecdsa-p256'], makesKeys: false, need: needToken }, () =>
  Promise.resolve(
    openFileCustody({
      folder: temporaryFolder(),
      file: { kind: 'pkcs11', library: SOFTHSM, token: TOKEN, pinFile: join(tokenFolder(), 'pin') },
      make: ({ algorithm }) => {
        const id = (0x1000 + ++last).toString(16);
        newTokenKey(algorithm === 'rsa' ? 'rsa' : 'ecdsa-p256', { label: `contract ${id}`, id });
        return Promise.resolve({ keyIdentifier: id });
      },
    }),
  ),
);
