/** Functions with bytes or texts among their parameters that are no way in for foreigners, and why. */

/** Reasons with the functions they are about: `file#function`, or `file` for all of a file. */
export const EXEMPT: readonly (readonly [reason: string, ...keys: readonly string[]])[] = [
  [
    'writes what the product itself puts together, or its keys in the store',
    ...[
      'adapters/custody/remote/messages.ts#writeKeys',
      'adapters/custody/grants/entry.ts#writeLine',
      'http/api/stamps/routes.ts#stamped',
      'http/api/stamps/view.ts#preparedStampView',
      'drawing/raster/settle.ts#settleEdges',
      'services/access/totp.ts#base32',
      'services/access/totp.ts#provisioningUri',
      'services/access/totp.ts#totpCode',
      'services/pki/reissue-certificate.ts',
      'services/keys/renew.ts',
    ],
    'adapters/embedded/keys.ts',
    'services/journal/heads/line.ts#writeHeadLine',
    ...[
      'adapters/custody/process/frame.ts#writeFrame',
      'adapters/custody/process/messages.ts#writeKey',
      'documents/cms-signing.ts#finishCmsSigning',
    ],
    ...['asn1/writer.ts', 'pki/certificate/write.ts', 'pki/certificate/write-extensions.ts', 'pki/certificate/profile.ts'],
    ...['pki/cms/write.ts', 'pki/cms/write-attributes.ts', 'pki/crl/write.ts', 'pki/csr/write.ts', 'pki/ocsp/write.ts'],
    ...['pki/ers/record.ts#archiveTimeStamp', 'pki/ers/record.ts#evidenceRecordOf', 'pki/ers/renew.ts'],
    ...['pki/ocsp/request.ts#encodeOcspRequest', 'pki/ocsp/extensions.ts#nonceExtension', 'pki/pem.ts#writePem'],
    ...['pki/tsp/imprint.ts#encodeImprint', 'pki/tsp/info.ts#encodeTimeStampInfo', 'pki/tsp/request.ts#encodeTimeStampRequest'],
    ...['pki/tsp/response.ts#grantTimeStamp', 'pki/tsp/token.ts#finishToken', 'pki/tsp/token.ts#prepareToken'],
    ...['ses/seal/write.ts', 'ses/signature/write.ts', 'ses/write.ts', 'documents/sealing.ts', 'pdf/objects/make.ts'],
    ...['pdf/paint/attachment.ts', 'pdf/paint/document.ts', 'pdf/paint/image/write.ts', 'pdf/paint/pack.ts', 'pdf/sign/issue.ts'],
    ...['pdf/sign/signature.ts', 'pdf/writer/incremental.ts', 'pdf/writer/notation.ts', 'pdf/writer/sink.ts'],
    ...['drawing/png/chunk.ts#chunk', 'drawing/png/filter.ts#filterRow', 'drawing/png/write.ts', 'http/route.ts#pdf'],
    ...['domain/identifier/verification-code.ts#writeVerificationCode', 'services/seals/register-seal.ts'],
    ...[
      'adapters/custody/keystore/pkcs8.ts#encryptPrivateKey',
      'adapters/blobs/encrypted.ts#sealBlob',
      'adapters/protection/envelope.ts#sealEnvelope',
      'adapters/protection/envelope.ts#envelopeKeys',
      'adapters/protection/envelope.ts#keyedDigest',
      'adapters/protection/data-keys.ts#createDataKeys',
      'adapters/protection/files.ts#createFileKeys',
      'adapters/protection/records.ts#createRecordSealing',
      'http/problem.ts#sendProblem',
    ],
  ],
  [
    'computes the same way over any bytes, and reads nothing from them',
    ...['base/deflate/huffman.ts', 'base/deflate/index.ts', 'base/deflate/matches.ts', 'base/deflate/parse.ts'],
    ...[
      'adapters/blobs/encrypted.ts#addressOfDigest',
      'adapters/custody/tbs-digest.ts#tbsDigest',
      'pdf/verify/digests.ts#createCoverageDigests',
      'adapters/pkcs12/derive.ts#deriveOldKey',
    ],
    ...['base/bytes.ts#concatBytes', 'base/bytes.ts#equalBytes', 'base/bytes.ts#toBase64', 'base/bytes.ts#toHex'],
    ...[
      'crypto/native/hmac.ts',
      'crypto/native/key-cache.ts#sm3',
      'crypto/native/sm4.ts#sm4CbcEncrypt',
      'crypto/native/sm4.ts#sm4Ctr',
    ],
    ...[
      'crypto/portable/sm3.ts',
      'crypto/portable/sm4.ts',
      'adapters/blobs/encrypted.ts#blobAddress',
      'services/maintenance/stamping-table.ts#shortName',
    ],
  ],
  [
    'is given keys and passphrases of the installation only',
    ...[
      'adapters/custody/guard.ts#signGuarded',
      'adapters/custody/grants/ledger-file.ts#openLedgerFile',
      'adapters/custody/grants/ledger.ts#openGrantLedger',
      'adapters/custody/devices/pkcs11/device.ts',
      'adapters/custody/remote/client.ts',
      'adapters/custody/remote/custody.ts',
    ],
    ...[
      'adapters/custody/private-key.ts#isKeyPair',
      'adapters/custody/sm2-key.ts#signSm2',
      'adapters/custody/software-custody.ts',
    ],
    ...['adapters/custody/passphrase.ts', 'adapters/custody/keystore/derive.ts', 'adapters/blobs/key-file.ts'],
    ...['crypto/portable/sm2.ts#signSm2Insecurely', 'crypto/portable/sm2.ts#sm2PointOfInsecurely'],
  ],
  [
    'is given a place in the file system by who runs the product',
    ...['adapters/custody/back-end/file.ts', 'adapters/custody/back-end/open.ts', 'processes/custody-server/settings.ts'],
    ...[
      'adapters/backup/folder.ts',
      'adapters/oidc/file.ts#readIdentityFile',
      'adapters/oidc/index.ts#openProviders',
      'adapters/files/replace.ts',
      'adapters/files/head-lines.ts',
      'processes/cli/files.ts',
      'services/maintenance/check-backup.ts#parseLine',
    ],
  ],
  [
    'hands the bytes on to functions that are fuzzed, and reads nothing of them itself',
    ...[
      'adapters/pkcs12/open.ts',
      'adapters/custody/remote/serve.ts',
      'adapters/custody/devices/verification.ts',
      'cli/inspection/key.ts',
      'services/evidence/prove.ts',
      'services/evidence/record.ts',
      'services/evidence/renew-record.ts',
      'services/evidence/provide-record.ts',
      'documents/time-stamp.ts',
      'services/stamping/drafts.ts',
      'services/stamping/prepare-client.ts',
      'services/stamping/finish-client.ts',
    ],
    ...[
      'services/verification/verify-file.ts',
      'services/stamping/stamp.ts',
      'services/signing/sign.ts',
      'services/signing/certify.ts',
      'services/evidence/take.ts',
      'processes/verifier.ts',
    ],
    ...[
      'services/verification/keep-report.ts',
      'adapters/custody/process/connection.ts',
      'adapters/custody/process/serve.ts',
      'services/pki/attach-certificate.ts',
      'services/pki/issue-certificate.ts',
      'services/pki/sign-as-known.ts',
      'documents/diagnostic/again.ts',
    ],
    ...[
      'http/body/document.ts',
      'http/body/message.ts',
      'adapters/tsa/exchange.ts',
      'pki/signature/identifier.ts#isSignatureForm',
    ],
  ],
  [
    'takes a header that Node has parsed, by string functions that end',
    ...['http/body/raw.ts#mediaType', 'http/body/raw.ts#refuseEncoding', 'http/cookies.ts#readSessionCookie'],
    'http/cookies.ts#readFlowCookie',
  ],
  ['is the parser of Express, whose limit is set', 'http/body/json.ts#readJson'],
  [
    'opens faces that the installation names; tables and metrics of them are fuzzed',
    ...['drawing/fonts/face.ts#openFace', 'drawing/fonts/cff.ts#openCffSubsetter'],
  ],
];

/** Why a function is exempt; null when it is not. */
export function exemption(key: string): string | null {
  const file = key.split('#')[0] ?? '';
  return EXEMPT.find(([, ...keys]) => keys.includes(key) || keys.includes(file))?.[0] ?? null;
}
