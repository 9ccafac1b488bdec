/** What lies in a package, and how to check it with OpenSSL alone, in both languages. */

/** The text of README.md. */
export function packageReadme({ identifier, time }: { readonly identifier: string; readonly time: string }): string {
  return `# 证据包 Package of evidence

证照标识 Licence: ${identifier}
制作时间 Made: ${time}

## 内容 Contents

| 路径 Path | 内容 What it is |
|---|---|
| \`content/licence.json\` | 登记簿中的证照记录 the licence as the register has it |
| \`content/application.json\` | 各版本的申请与签发信息 who asked for and issued each edition, and what for |
| \`content/status.json\` | 状态及全部状态变更 the status and every act on it |
| \`content/files/\` | 签章的证照文件 the sealed files |
| \`content/stampings/\`, \`content/approvals/\`, \`content/grants/\`, \`content/signings/\` | 用章记录、审批、授权、数字签名记录 stampings, approvals, grants, signatures |
| \`content/seals/\` | 所用印章及其证书 the seals used, with their certificates |
| \`content/verifications/\` | 制作时的查验报告及其全部依据（证书、撤销列表、OCSP 答复） reports of verification then, with all they rest on |
| \`content/pki/\` | 信任锚、中间证书、撤销列表、OCSP 答复 anchors, intermediate certificates, revocation lists, OCSP responses |
| \`content/journal/\` | 日志条目及经签名、加盖时间戳的末条 entries of the journal, and heads that are signed and time-stamped |
| \`content/archive-metadata.xml\` | 归档元数据 metadata for the archive |
| \`manifest.txt\` | 以上各文件的 SM3 杂凑值 SM3 of each of these files |
| \`signature/\` | 对 manifest.txt 的声明、签名、证书、时间戳 statement over manifest.txt, its signature, certificate, time stamp |
| \`SM3SUMS\` | 本文件、manifest.txt、signature/ 的 SM3 SM3 of this file, manifest.txt and signature/ |

## 用 OpenSSL 3 校验 Checking with OpenSSL 3

无需本系统的任何服务器或程序。 None of our servers or programs is needed.

1. 完整性：每个文件的 SM3 应与清单一致。 Integrity: the SM3 of each file is that of the lists.

       tar xf package.tar
       for f in $(cut -c67- manifest.txt); do openssl dgst -sm3 -r "$f"; done | sort -k2 | cmp - manifest.txt
       for f in $(cut -c67- SM3SUMS); do openssl dgst -sm3 -r "$f"; done | sort -k2 | cmp - SM3SUMS

   （排序按字节：LC_ALL=C；两行命令均无输出即一致。 Sort by bytes, LC_ALL=C; silence means equal.)

2. 声明写明 manifest.txt 的 SM3，应与下列结果一致。 The statement names the SM3 of manifest.txt:

       cat signature/statement.txt; openssl dgst -sm3 -r manifest.txt

3. 签名（SM2，签名者标识 1234567812345678）。 The signature (SM2, user ID 1234567812345678):

       openssl x509 -in signature/certificate.pem -noout -pubkey > key.pem
       openssl dgst -sm3 -verify key.pem -sigopt distid:1234567812345678 -signature signature/statement.sig signature/statement.txt

4. 签名证书到信任锚。信任锚须另行取得并与 content/pki/anchors.pem 比对，包内的不能自证。
   The certificate to an anchor. Get the anchor by another way and compare: what is in here does not prove itself.

       openssl verify -partial_chain -trusted content/pki/intermediates.pem -vfyopt distid:1234567812345678 signature/certificate.pem
       for f in content/pki/intermediates/*.pem; do openssl verify -partial_chain -trusted anchors.pem -vfyopt distid:1234567812345678 "$f"; done

5. 时间戳（RFC 3161）盖在签名值上；其时间和杂凑值。 The time stamp is over the signature value; its time and digest:

       openssl ts -reply -token_in -in signature/statement.tst -text
       openssl dgst -sm3 signature/statement.sig

6. 日志：content/journal/entries.jsonl 每行的 hash 是其余成员（按名排序、无空格的 JSON：event、previous、sequence）的 SM3，previous 是前一条的 hash；
   heads.jsonl 中经签名的末条确认其序号处的 hash。
   The journal: the hash of each line is the SM3 of the other members (JSON, sorted, no spaces: event, previous, sequence), previous is the hash of the
   line before; the signed heads in heads.jsonl confirm the hash at their number.

       head -1 content/journal/entries.jsonl | sed 's/,"hash":"[0-9a-f]*"//' | tr -d '\\n' | openssl dgst -sm3

7. 证照文件：印章按 GB/T 38540 校验，任何符合该标准的软件均可；content/verifications/ 有制作本包时的结论。
   The licence files: their seals are verified as GB/T 38540 says, by any software that follows it; content/verifications/ has what was found when this was made.

或以一条命令：yinzheng evidence verify package.tar（离线）。 Or by one command, offline: yinzheng evidence verify package.tar
`;
}
