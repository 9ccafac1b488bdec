/** Every custody keeps the same contract. */
import { testCustody } from '../../contract/custody.ts';
import { makeTestCustody } from '../../support/custody.ts';
import { signerPlaces, startTestSigner } from '../../support/signer.ts';

testCustody('a keystore in this process', async () => {
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

testCustody('a keystore in a signer process', async () => {
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
