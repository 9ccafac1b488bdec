/** Metadata of the archive package (归档信息包元数据; elements after DA/T 46 and DA/T 85), one XML document. */
import { LONG_TERM } from '../../base/time.ts';
import type { LicenceEdition, LicenceRecord } from '../../domain/licence/index.ts';

/** Elements that an archive asks for; all of them are there in every package. */
export const METADATA_ELEMENTS = [
  '聚合层次',
  '来源',
  '立档单位名称',
  '电子文件号',
  '题名',
  '日期',
  '保管期限',
  '密级',
  '格式信息',
  '计算机文件名',
  '计算机文件大小',
  '摘要算法',
  '摘要值',
] as const;

/** The document. */
export function archiveMetadata(licence: LicenceRecord, edition: LicenceEdition, { made }: { readonly made: string }): string {
  const file = edition.files.at(-1);
  const elements: Readonly<Record<(typeof METADATA_ELEMENTS)[number], string>> = {
    聚合层次: '件',
    来源: licence.issuer.code,
    立档单位名称: licence.issuer.name,
    电子文件号: edition.identifier,
    题名: `${licence.typeName} ${edition.licenceNumber}`,
    日期: edition.issueDate,
    保管期限: edition.validTo === LONG_TERM ? '永久' : '按归档范围和保管期限表',
    密级: '非密',
    格式信息: file?.format ?? '无',
    计算机文件名: file ? `${file.digest}.${file.format}` : '无',
    计算机文件大小: String(file?.size ?? 0),
    摘要算法: 'SM3',
    摘要值: file?.digest ?? '无',
  };
  const lines = Object.entries(elements).map(([name, value]) => `  <${name}>${escaped(value)}</${name}>`);
  return ['<?xml version="1.0" encoding="UTF-8"?>', `<归档信息包 制作时间="${made}">`, ...lines, '</归档信息包>', ''].join('\n');
}

/** Elements that a document lacks, or has empty. */
export function missingMetadata(text: string): readonly string[] {
  return METADATA_ELEMENTS.filter((name) => !new RegExp(`<${name}>[^<]+</${name}>`).test(text));
}

function escaped(text: string): string {
  return text
    .replace(/\p{Cc}/gu, '')
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;');
}
