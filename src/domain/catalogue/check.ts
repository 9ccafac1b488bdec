/** Whether a definition holds together: what it names is there, and nothing twice. Forms and lengths are looked at where it comes in. */
import { bilingual, type Bilingual } from '../../base/errors/index.ts';
import { isCreditCode } from '../identifier/index.ts';
import { areaContains, isAreaCode, isLineCode, type Place } from '../organisation/index.ts';
import { typeOf, type FieldDefinition } from './field.ts';
import { isOwnElement } from './metadata.ts';
import type { DictionaryContent, IssuerRule, TemplateReference, TypeAddition, TypeDefinition } from './model.ts';

/** True for the code of a licence type: a unified social credit code and three digits (GB/T 36904-2018). */
export function isTypeCode(code: string): boolean {
  return /^[0-9A-Z]{18}\d{3}$/.test(code) && isCreditCode(code.slice(0, 18));
}

/** True for the code of a dictionary: the code of the body that keeps it, a point and a name, such as `11990000MB0000019F.food-business`. */
export function isDictionaryCode(code: string): boolean {
  return /^[0-9A-Z]{18}\.[a-z0-9]+(?:-[a-z0-9]+){0,8}$/.test(code) && isCreditCode(code.slice(0, 18));
}

/** What is wrong with the definition of a type; null when nothing is. */
export function typeFault(content: TypeDefinition): Bilingual | null {
  const { fields, templates, holders, origin, issuers, paperSerial, metadata, bindings } = content;
  const names = new Set(fields.map(({ name }) => name));
  const unknown = metadata.find(({ from }) => 'field' in from && !names.has(from.field));
  const badElement = metadata.find(({ element }) => !isOwnElement(element));
  return (
    fieldsFault(fields) ??
    bindingFault(bindings, names) ??
    templatesFault(templates) ??
    issuers.map(issuerFault).find((fault) => fault !== null) ??
    (holders.least > holders.most ? bilingual('more holders at least than at most', '持证主体最少数大于最多数') : null) ??
    (origin === 'issued' && templates.length === 0 ? bilingual('it has no face template', '没有照面模板') : null) ??
    (origin === 'issued' && issuers.length === 0 ? bilingual('nobody may issue it', '没有颁发机构') : null) ??
    (paperSerial && !names.has(paperSerial.field)
      ? bilingual('the field of the paper serial number is not there', '没有印制流水号所在的字段')
      : null) ??
    twice(
      metadata.map(({ element }) => element),
      'element',
      '元数据项',
    ) ??
    (unknown
      ? bilingual(`the element ${unknown.element} comes from no field`, `元数据项 ${unknown.element} 所对应的字段不存在`)
      : null) ??
    (badElement
      ? bilingual(
          `an element of the type's own is written KZ_…: ${badElement.element}`,
          `扩展元数据项应写作 KZ_…：${badElement.element}`,
        )
      : null)
  );
}

/** What is wrong with what a body at a place adds to a type; null when nothing is. */
export function additionFault(addition: TypeAddition, base: TypeDefinition, place: Place): Bilingual | null {
  const above = new Set(base.fields.map(({ name }) => name));
  const changed = addition.fields.find(({ name }) => above.has(name)) ?? null;
  const rebound = Object.keys(addition.bindings).find((name) => name in base.bindings);
  const outside = addition.templates.find(({ area }) => area === null || !isAreaCode(area) || !areaContains(place.area, area));
  const renamed = addition.templates.find(({ name }) => base.templates.some((template) => template.name === name));
  return (
    fieldsFault(addition.fields) ??
    (changed ? bilingual(`the field ${changed.name} is defined above`, `字段“${changed.name}”已由上级定义，不得更改`) : null) ??
    (rebound === undefined ? null : bilingual(`${rebound} is bound above`, `“${rebound}”已由上级绑定，不得更改`)) ??
    bindingFault(addition.bindings, new Set([...above, ...addition.fields.map(({ name }) => name)])) ??
    templatesFault(addition.templates) ??
    (outside
      ? bilingual(`the template ${outside.name} is for an area outside`, `模板“${outside.name}”适用的区划不在本机构区划之内`)
      : null) ??
    (renamed ? bilingual(`the template ${renamed.name} is defined above`, `模板“${renamed.name}”已由上级定义，不得更改`) : null)
  );
}

/** What is wrong with a dictionary that comes after another; null when nothing is. What was chosen once stays understood. */
export function dictionaryFault(content: DictionaryContent, before: DictionaryContent | null): Bilingual | null {
  const codes = new Set(content.entries.map(({ code }) => code));
  const lost = before?.entries.find(({ code }) => !codes.has(code));
  return (
    twice(
      content.entries.map(({ code }) => code),
      'code',
      '代码',
    ) ??
    twice(
      content.entries.filter(({ retired }) => retired !== true).map(({ label }) => label),
      'label',
      '名称',
    ) ??
    (lost
      ? bilingual(`${lost.code} was published: it is retired, not left out`, `代码 ${lost.code} 已发布，只能停用，不得删除`)
      : null)
  );
}

function fieldsFault(fields: readonly FieldDefinition[]): Bilingual | null {
  const faulty = fields.find((field) => !isWhole(field));
  return (
    twice(
      fields.map(({ name }) => name),
      'field',
      '字段',
    ) ??
    (faulty
      ? bilingual(
          `the field ${faulty.name}: what belongs to its type is missing, or belongs to another type`,
          `字段“${faulty.name}”缺少其类型所需的设置，或含有其他类型的设置`,
        )
      : null)
  );
}

/** A choice has its dictionary, a table its columns, each named once; a picture and a table are not searched for. */
function isWhole(field: FieldDefinition): boolean {
  const { dictionary, columns = [], least = -Infinity, most = Infinity, searchable = false } = field;
  const type = typeOf(field);
  if ((type === 'choice') !== (dictionary !== undefined) || (type === 'table') !== columns.length > 0) return false;
  if (new Set(columns.map(({ name }) => name)).size < columns.length || least > most) return false;
  if (type !== 'number' && (field.least !== undefined || field.most !== undefined || field.decimals !== undefined)) return false;
  return !(searchable && (type === 'image' || type === 'table')) && !(field.longTerm === true && type !== 'date');
}

function bindingFault(bindings: TypeDefinition['bindings'], fields: ReadonlySet<string>): Bilingual | null {
  const both = Object.keys(bindings).find((name) => fields.has(name));
  return both === undefined
    ? null
    : bilingual(`${both} is a field and is filled from the licence too`, `“${both}”既是字段，又由证照本身填充`);
}

function templatesFault(templates: readonly TemplateReference[]): Bilingual | null {
  const nowhere = templates.find(({ area }) => area !== null && !isAreaCode(area));
  return (
    twice(
      templates.map(({ name }) => name),
      'template',
      '模板',
    ) ??
    twice(
      templates.map(({ area }) => area ?? '*'),
      'area of a template',
      '模板适用区划',
    ) ??
    (nowhere ? bilingual(`the template ${nowhere.name} is for no area`, `模板“${nowhere.name}”的区划代码无效`) : null)
  );
}

function issuerFault(rule: IssuerRule): Bilingual | null {
  if (rule.kind === 'organisation')
    return isCreditCode(rule.organisation) ? null : bilingual('an issuer has no right code', '颁发机构代码无效');
  return isAreaCode(rule.area) && (rule.line === null || isLineCode(rule.line))
    ? null
    : bilingual('the area or line of issuers is not right', '颁发机构的区划或条线无效');
}

function twice(values: readonly string[], en: string, zh: string): Bilingual | null {
  const seen = new Set<string>();
  for (const value of values) {
    if (seen.has(value)) return bilingual(`the ${en} ${value} is there twice`, `${zh}“${value}”重复`);
    seen.add(value);
  }
  return null;
}
