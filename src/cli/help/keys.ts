import type { CommandHelp } from './model.ts';
import { FORCE_OPTION, JSON_OPTION } from './verification.ts';

const RUNNING = {
  zh: '运行中的服务从下一次签名起使用变更后的密钥，无需重启。',
  en: 'A running server takes the change from the next signature on, without a restart.',
};

/** `yinzheng key list` */
export const KEY_LIST_HELP: CommandHelp = {
  call: '',
  summary: {
    zh: '列出密钥、其证书、使用它的印章和签署文件的机构',
    en: 'list the keys, their certificates, the seals used with them, and whom they sign documents for',
  },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng key import` */
export const KEY_IMPORT_HELP: CommandHelp = {
  call: 'FILE --purpose PURPOSE --passphrase-file FILE',
  summary: {
    zh: '从密钥文件（PKCS#12）导入密钥及其证书',
    en: 'take a key with its certificate from a key file (PKCS#12) into custody',
  },
  options: [
    {
      name: 'purpose',
      value: 'PURPOSE',
      words: { zh: '密钥的用途（可重复），同 keygen', en: 'what it may sign (repeatable), as with keygen' },
    },
    {
      name: 'passphrase-file',
      value: 'FILE',
      words: {
        zh: '首行为密钥文件口令的文件，- 为标准输入',
        en: 'file whose first line is the passphrase; - for standard input',
      },
    },
    {
      name: 'label',
      value: 'TEXT',
      words: { zh: '密钥的名称，默认取自文件', en: 'what to call the key; as in the file by default' },
    },
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '密钥文件仍留在原处：请在导入后妥善保管或销毁。以 RC2 加密的文件须先转换。',
      en: 'The key file stays where it is: lock it away or destroy it afterwards. Files encrypted with RC2 have to be converted first.',
    },
    RUNNING,
  ],
};

/** `yinzheng key request` */
export const KEY_REQUEST_HELP: CommandHelp = {
  call: 'ID',
  summary: {
    zh: '写出密钥的 PKCS#10 证书请求（PEM），交由外部 CA 签发',
    en: 'write a PKCS#10 certificate request for a key (PEM), for a CA elsewhere',
  },
  options: [
    {
      name: 'subject',
      value: 'NAME',
      words: {
        zh: '主体名称，例如 C=CN,O=某某局,CN=99010000000009；默认与现有证书相同',
        en: 'its subject, such as C=CN,O=某某局,CN=99010000000009; that of the present certificate by default',
      },
    },
    {
      name: 'out',
      value: 'FILE',
      words: { zh: '写到何处，默认为标准输出', en: 'where to write it; standard output by default' },
    },
    FORCE_OPTION,
  ],
  notes: [{ zh: '密钥须有用途 csr。', en: 'The key has to have the purpose csr.' }],
};

/** `yinzheng key renew` */
export const KEY_RENEW_HELP: CommandHelp = {
  call: 'ID',
  summary: {
    zh: '为同一密钥换发证书，并列出须重新制作的印章',
    en: 'give a key another certificate, and name the seals that have to be made again',
  },
  options: [
    {
      name: 'certificate',
      value: 'FILE',
      words: {
        zh: '外部 CA 签发的新证书；默认由本系统中签发原证书的 CA 签发',
        en: 'the certificate that a CA elsewhere issued; issued by default by the CA here that issued the one before',
      },
    },
    {
      name: 'remake-seals',
      words: { zh: '以新证书重新制作这些印章', en: 'make these seals again with the new certificate' },
    },
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '列有旧证书的印章在重新制作之前不能使用。中断后，带 --remake-seals 再次执行即可完成。',
      en: 'A seal that lists the certificate before cannot be used until it is made again. Interrupted, the same call with --remake-seals brings it to its end.',
    },
    RUNNING,
  ],
};

/** `yinzheng key rotate` */
export const KEY_ROTATE_HELP: CommandHelp = {
  call: 'ID',
  summary: {
    zh: '以新密钥替换密钥，重新制作其印章，并撤销旧证书',
    en: 'put another key in the place of one, make its seals again, and revoke the certificate before',
  },
  options: [
    {
      name: 'to',
      value: 'ID',
      words: {
        zh: '已装入证书的替换密钥；默认生成新密钥，由签发原证书的 CA 签发证书',
        en: 'the key that takes its place, with its certificate; by default one is made, and certified by the CA that certified the one before',
      },
    },
    { name: 'destroy-old', words: { zh: '完成后销毁旧密钥', en: 'destroy the key before when all is done' } },
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '只撤销本系统签发的签章人证书（原因 superseded），包括换发前的各张；制章、时间戳等证书任其到期。中断后，以 --to 指明已生成的密钥继续。',
      en: 'Certificates of signers issued here are revoked (superseded), those before renewals too; those of seal makers and time stamping units run out. Interrupted, it goes on with --to and the key that was made.',
    },
    RUNNING,
  ],
};

/** `yinzheng key assign` */
export const KEY_ASSIGN_HELP: CommandHelp = {
  call: 'ID --organisation CODE',
  summary: {
    zh: '指定密钥为某机构签署文件（数字签名，不含印章）',
    en: 'let a key sign documents without a seal for an organisation',
  },
  options: [
    {
      name: 'organisation',
      value: 'CODE',
      words: { zh: '机构的统一社会信用代码', en: 'unified social credit code of the organisation' },
    },
    {
      name: 'padding',
      value: 'PADDING',
      words: {
        zh: 'RSA 密钥的签名填充方式：pkcs1（默认）或 pss（RSASSA-PSS）',
        en: 'how an RSA key signs: pkcs1 (the default) or pss (RSASSA-PSS)',
      },
    },
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '密钥须有用途 cms-signature 和有效的签名证书。RSA 与 P-256 密钥用于 pades、pkcs7（境外可验），SM2 密钥用于 gm-cms。',
      en: 'The key has to have the purpose cms-signature and a valid certificate for signing. RSA and P-256 keys sign pades and pkcs7, which readers abroad verify, SM2 keys gm-cms.',
    },
    { zh: '运行中的服务立即生效。', en: 'A running server knows it at once.' },
  ],
};

/** `yinzheng key withdraw` */
export const KEY_WITHDRAW_HELP: CommandHelp = {
  call: 'ID',
  summary: { zh: '撤回指定，密钥不再为其机构签署文件', en: 'let a key sign documents for its organisation no more' },
  options: [JSON_OPTION],
  notes: [
    {
      zh: '已作的签名仍然有效，证书不会被撤销。',
      en: 'What was signed stays signed, and the certificate is not revoked.',
    },
  ],
};

/** `yinzheng key destroy` */
export const KEY_DESTROY_HELP: CommandHelp = {
  call: 'ID --yes',
  summary: { zh: '永久销毁密钥，并撤销其证书', en: 'destroy a key for good, and revoke its certificate' },
  options: [
    { name: 'yes', words: { zh: '确认销毁', en: 'confirm that it is meant' } },
    {
      name: 'force',
      words: {
        zh: '即使印章正在使用它、它正为机构签署文件或属于 CA，也予以销毁',
        en: 'also one that a seal in use is used with, that signs documents for an organisation, or that is a CA’s',
      },
    },
    JSON_OPTION,
  ],
  notes: [
    {
      zh: '密钥库的旧备份中仍有该密钥：请一并销毁。',
      en: 'Older backups of the keystore still hold the key: destroy them as well.',
    },
  ],
};
