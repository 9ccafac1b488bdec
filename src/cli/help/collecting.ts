import type { CommandHelp } from './model.ts';
import { JSON_OPTION } from './verification.ts';

/** `yinzheng collecting list` */
export const COLLECTING_LIST_HELP: CommandHelp = {
  call: '',
  summary: { zh: '列出归集来源及其报送、入库、拒收、缺失数', en: 'list sources of licences with their counts' },
  options: [JSON_OPTION],
  notes: [],
};

/** `yinzheng collecting import` */
export const COLLECTING_IMPORT_HELP: CommandHelp = {
  call: 'FOLDER --source ID',
  summary: { zh: '从文件夹一次性归集一个批次', en: 'take one batch of licences from a folder' },
  options: [{ name: 'source', value: 'ID', words: { zh: '归集来源编号', en: 'id of the source' } }, JSON_OPTION],
  notes: [
    {
      zh: '文件夹内有 manifest.json、数据文件和证照文件；结果写入 result.json。可重复执行，已入库的不变。退出码：0 全部入库，1 有拒收。',
      en: 'The folder has manifest.json, the file of items and the files of licences; what became of each is written to result.json. Repeated, it changes nothing that was taken. Exit code: 0 all taken, 1 something refused.',
    },
  ],
};

/** `yinzheng collecting record` */
export const COLLECTING_RECORD_HELP: CommandHelp = {
  call: 'ID TERMS.json',
  summary: { zh: '登记或变更归集来源', en: 'record a source of licences, or new terms of one' },
  options: [{ name: 'stopped', words: { zh: '停用该来源', en: 'nothing is taken from it from then on' } }],
  notes: [
    {
      zh: '文件内容与 POST /api/v1/collecting-sources/{source} 的请求体相同（不含 state）。',
      en: 'The file is as the body of POST /api/v1/collecting-sources/{source}, without state.',
    },
  ],
};
