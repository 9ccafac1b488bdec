import type { CommandHelp, OptionHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

const PURPOSE_OPTIONS: readonly OptionHelp[] = [
  { name: 'item', value: 'TEXT', words: { zh: '事项', en: 'matter that it is for' } },
  { name: 'cause', value: 'TEXT', words: { zh: '事由', en: 'why' } },
  { name: 'case', value: 'NUMBER', words: { zh: '办件编号', en: 'case number' } },
  JSON_OPTION,
];
const NAME_OPTION: OptionHelp = { name: 'name', value: 'TEXT', words: { zh: '机构名称', en: 'its name' } };
const CLASS_OPTION: OptionHelp = {
  name: 'class',
  value: 'CLASS',
  words: {
    zh: '机构类别：province、prefecture、county、department、township、village、institution、enterprise 等',
    en: 'class of body: province, prefecture, county, department, township, village, institution, enterprise and others',
  },
};
const AREA_OPTION: OptionHelp = {
  name: 'area',
  value: 'CODE',
  words: {
    zh: '行政区划代码：至县级 6 位，乡级 9 位，村级 12 位',
    en: 'area code: 6 digits to the county, 9 for a township, 12 for a village',
  },
};
const TREE_OPTIONS: readonly OptionHelp[] = [
  {
    name: 'line',
    value: 'LINE',
    words: {
      zh: '条线，例如 housing.construction（属于 housing）；none：本级综合机构',
      en: 'line of business, such as housing.construction beneath housing; none: a body of its area as a whole',
    },
  },
  {
    name: 'area-superior',
    value: 'CODE',
    words: { zh: '区划上的上级机构，none 为无', en: 'organisation above in the tree of areas; none for none' },
  },
  {
    name: 'line-superior',
    value: 'CODE',
    words: { zh: '条线上的上级机构，none 为无', en: 'organisation above in the tree of lines; none for none' },
  },
];
const SUCCESSOR_OPTION: OptionHelp = {
  name: 'successor',
  value: 'CODE',
  words: { zh: '承继机构（可重复）', en: 'an organisation that succeeds it (repeatable)' },
};
const SUCCESSION = {
  zh: '承继机构的发证员可以查阅并注销、吊销其所发证照。',
  en: 'Issuers of a successor read and end the licences that it issued.',
};

/** `yinzheng organisation list` */
export const ORGANISATION_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出机构', en: 'list the organisations' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng organisation show` */
export const ORGANISATION_SHOW_HELP: CommandHelp = {
  call: 'CODE',
  summary: { zh: '显示一个机构', en: 'show an organisation' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng organisation create` */
export const ORGANISATION_CREATE_HELP: CommandHelp = {
  call: 'CODE --name TEXT --class CLASS --area CODE',
  summary: { zh: '登记机构，CODE 为统一社会信用代码', en: 'record an organisation by its unified social credit code' },
  options: [
    ...[NAME_OPTION, CLASS_OPTION, AREA_OPTION, ...TREE_OPTIONS],
    { name: 'first-day', value: 'DATE', words: { zh: '成立日期', en: 'first day of its existence' } },
    ...PURPOSE_OPTIONS,
  ],
  notes: [
    {
      zh: '上级机构须先登记。各级管理员只能管理本机构所在区划、条线之下的机构。',
      en: 'Organisations above are recorded first. Administrators reach what is beneath the place of their own organisation.',
    },
  ],
};

/** `yinzheng organisation change` */
export const ORGANISATION_CHANGE_HELP: CommandHelp = {
  call: 'CODE',
  summary: { zh: '变更机构信息，未给出的保持不变', en: 'change an organisation; what is not given stays as it is' },
  options: [
    ...[NAME_OPTION, CLASS_OPTION, AREA_OPTION],
    {
      name: 'area-since',
      value: 'DATE',
      words: { zh: '新区划代码的起始日期，默认当日', en: 'first day of a new area code; today by default' },
    },
    {
      name: 'name-since',
      value: 'DATE',
      words: {
        zh: '新名称的启用日期，当日或将来，默认当日',
        en: 'day from which a new name holds, today or to come; today by default',
      },
    },
    { name: 'preview', words: { zh: '仅列出更名涉及的印章', en: 'only list the seals that a change of the name concerns' } },
    ...[...TREE_OPTIONS, ...PURPOSE_OPTIONS],
  ],
  notes: [
    {
      zh: '自新名称启用之日起，印面为原名称的印章注销；新名称的印章可提前申请，自该日起可用。以现名称再次执行可撤回尚未启用的更名。',
      en: 'From the day of a new name, seals that show the one before are cancelled; those in the new name can be applied for before, and are used from it on. The name of now takes a change that is to come back.',
    },
  ],
};

/** `yinzheng organisation end` */
export const ORGANISATION_END_HELP: CommandHelp = {
  call: 'CODE (--kind KIND --document NUMBER | --withdraw)',
  summary: { zh: '登记机构终止，并注销其印章', en: 'end an organisation, and cancel its seals' },
  options: [
    {
      name: 'kind',
      value: 'KIND',
      words: {
        zh: 'abolished（撤销）、merged（合并）、split（分立）、transferred（划转）',
        en: 'abolished, merged, split, or transferred',
      },
    },
    { name: 'document', value: 'NUMBER', words: { zh: '文书号', en: 'number of the legal document' } },
    {
      name: 'last-day',
      value: 'DATE',
      words: {
        zh: '存续的最后一日，默认当日；将来的日期为预先登记',
        en: 'last day of its existence, today by default; one that is to come plans the end',
      },
    },
    { name: 'withdraw', words: { zh: '撤回尚未到期的终止登记', en: 'take back an end that is yet to come' } },
    ...[SUCCESSOR_OPTION, ...PURPOSE_OPTIONS],
  ],
  notes: [
    {
      zh: '已签发的证照和已盖章的文件仍然有效。中断后，以相同参数再次执行即可完成。',
      en: 'Licences issued and documents sealed before stay valid. Interrupted, the same call brings it to its end.',
    },
    SUCCESSION,
  ],
};

/** `yinzheng organisation succeed` */
export const ORGANISATION_SUCCEED_HELP: CommandHelp = {
  call: 'CODE --successor CODE',
  summary: { zh: '为已终止的机构指定承继机构', en: 'name who succeeds an organisation that has ended' },
  options: [SUCCESSOR_OPTION, ...PURPOSE_OPTIONS],
  notes: [SUCCESSION],
};
