/** Claims, status lists and key sets, which anybody can print and publish. */
import { utf8 } from '../../src/base/bytes.ts';
import {
  acceptsKeySet,
  acceptsStatusList,
  claimAddress,
  encodeClaim,
  encodeKeySet,
  ENTRY,
  judgeClaim,
  parseClaim,
  parseKeySet,
  parseStatusListHead,
  readClaim,
  readClaimText,
} from '../../src/claim/index.ts';
import {
  listOf,
  makeSigner,
  published,
  readList,
  readSet,
  signedClaim,
  signedKeySet,
  signedList,
  verifier,
} from '../../test/support/claims.ts';
import { day } from '../../test/support/pki.ts';
import { genuine } from '../genuine.ts';
import type { Target } from '../target.ts';

const claim: Target = {
  name: 'licence-claim',
  form: 'bytes',
  covers: [
    'claim/claim.ts#readClaim',
    'claim/claim.ts#parseClaim',
    'claim/judge.ts#judgeClaim',
    'claim/identifier.ts#unpackIdentifier',
    'claim/octets.ts#octetReader',
    'claim/signed.ts#splitSigned',
    'claim/signed.ts#demandMark',
  ],
  open() {
    const signer = makeSigner();
    const seeds = [signedClaim(signer), signedClaim(signer, { validTo: 'long-term', holder: '', demonstration: true })];
    const signed = genuine(seeds.map((bytes) => bytes.subarray(0, -64)));
    const { keySet } = readSet(signedKeySet(signer, [published(signer, ['licence-claim', 'key-set'])]));
    return {
      seeds,
      run(input) {
        const read = readClaim(input);
        // One spelling for one claim: what is read is what was written.
        genuine([encodeClaim(parseClaim(read.signed.tbs))]).demand(read.signed.tbs, 'a claim');
        const { verdict } = judgeClaim(read, { keySet, list: listOf(signer), now: day(1), crypto: verifier });
        if (verdict === 'altered' || verdict === 'unknown-issuer') return false;
        signed.demand(read.signed.tbs, 'a signed claim');
        return true;
      },
    };
  },
};

const text: Target = {
  name: 'licence-claim-text',
  form: 'text',
  covers: ['claim/text.ts#readClaimText'],
  open() {
    const signer = makeSigner();
    const address = claimAddress('https://licences.example.gov.cn', signedClaim(signer));
    return {
      seeds: [utf8(address), utf8(address.split('#')[1] ?? '')],
      run(input) {
        const given = Buffer.from(input).toString('utf8');
        const bytes = readClaimText(given);
        const own = claimAddress('', bytes).split('#')[1] ?? '';
        genuine([utf8(own)]).demand(utf8(given.trim().slice(given.trim().lastIndexOf('#') + 1)), 'the text of a claim');
        return true;
      },
    };
  },
};

const list: Target = {
  name: 'status-list',
  form: 'bytes',
  covers: [
    'claim/status-list.ts#readStatusList',
    'claim/status-list.ts#parseStatusListHead',
    'claim/status-code.ts#decodeEntries',
    'claim/judge.ts#acceptsStatusList',
  ],
  open() {
    const signer = makeSigner();
    const { keySet } = readSet(signedKeySet(signer, [published(signer, ['status-list', 'key-set'])]));
    const entries = Uint8Array.from({ length: 5000 }, (_, at) => (at % 31 === 3 ? 1 + (at % 3) : ENTRY.valid));
    const seeds = [
      signedList(signer),
      signedList(signer, { entries }),
      signedList(signer, { entries: entries.map((one) => one || 3) }),
    ];
    const signed = genuine(seeds);
    return {
      seeds,
      run(input) {
        parseStatusListHead(input.subarray(0, 64));
        if (!acceptsStatusList(readList(input), { keySet, crypto: verifier })) return false;
        // Another signature over the same list would be as good: whoever fuzzes has no key.
        signed.demand(input, 'a status list');
        return true;
      },
    };
  },
};

const set: Target = {
  name: 'key-set',
  form: 'bytes',
  covers: [
    'claim/key-set.ts#readKeySet',
    'claim/key-set.ts#parseKeySet',
    'claim/key-set.ts#findKey',
    'claim/judge.ts#acceptsKeySet',
  ],
  open() {
    const signer = makeSigner();
    const keys = [published(signer, ['status-list', 'key-set']), published(makeSigner(), ['licence-claim'], { name: '' })];
    const seeds = [
      signedKeySet(signer, keys),
      signedKeySet(signer, [published(signer, ['key-set'], { certificate: new Uint8Array() })]),
    ];
    const signed = genuine(seeds);
    return {
      seeds,
      run(input) {
        const read = readSet(input);
        genuine([encodeKeySet(parseKeySet(read.signed.tbs))]).demand(read.signed.tbs, 'a key set');
        if (!acceptsKeySet(read, { known: null, crypto: verifier })) return false;
        signed.demand(input, 'a signed key set');
        return true;
      },
    };
  },
};

export const CLAIM_TARGETS: readonly Target[] = [claim, text, list, set];
