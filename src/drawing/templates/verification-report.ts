/** A report for print: A4 pages on which sections of rows flow, closed by the name and the seal of whoever made it. */
import type { FontSet } from '../fonts/index.ts';
import { textHeight, type FaceTemplate, type Field, type PageTemplate, type Rule, type TextStyle } from '../layout/index.ts';

/** How good an answer is, for its colour. */
export type ReportTone = 'passed' | 'indeterminate' | 'failed';

/** A line of a section: what is asked, and the answer. */
export interface ReportRow {
  readonly label: string;
  readonly value: string;
  readonly tone?: ReportTone;
}

/** Rows under a heading. */
export interface ReportSection {
  readonly title: string;
  readonly rows: readonly ReportRow[];
}

/** What is printed; texts without line ends, no value longer than half a page. */
export interface ReportContent {
  readonly title: string;
  readonly verdict: { readonly tone: ReportTone; readonly title: string; readonly meaning: string };
  readonly sections: readonly ReportSection[];
  /** Last sentence above the seal. */
  readonly note: string;
  readonly issuer: string;
  readonly date: string;
  /** At the foot of every page, before its number. */
  readonly foot: string;
  /** Across every page, such as 样本 无效; null for none. */
  readonly marking: string | null;
}

/** A template made for one report, and the values of its fields. */
export interface ReportFace {
  readonly template: FaceTemplate;
  readonly values: Readonly<Record<string, string>>;
}

const PAGE = { width: 210, height: 297 } as const;
const LEFT = 22;
const WIDTH = 166;
const TOP = 22;
const BOTTOM = 274;
const FOOT = 282;
const LABEL = 40;
const GAP = 4;
const ROW_SPACE = 2.6;
const CLOSING = 60;
const INK = '#1a1a1a';
const QUIET = '#5b6470';
const LINE = '#d9dee5';
const TONES: Readonly<Record<ReportTone, string>> = { passed: '#17683a', indeterminate: '#8a5a00', failed: '#a61b1b' };

const VALUE: TextStyle = { face: 'song', size: 10, colour: INK, wrap: true, lineHeight: 1.4 };
const NAME: TextStyle = { ...VALUE, colour: QUIET };
const HEADING: TextStyle = { face: 'song-bold', size: 12, colour: INK, wrap: true };

/**
 * Lays a report out, on as many pages as it takes; the seal's place is on the last, over the name.
 * @throws {YinzhengError} GLYPH_MISSING naming the character
 */
export function verificationReportFace(fonts: FontSet, content: ReportContent): ReportFace {
  const flow = startFlow(fonts, content.marking);
  flow.text(content.title, { face: 'song-bold', size: 22, colour: INK, align: 'center', wrap: true });
  if (content.marking !== null) {
    flow.space(3);
    flow.text(`（${content.marking} · 仅供演示）`, { face: 'song', size: 11, colour: TONES.failed, align: 'center', wrap: true });
  }
  flow.space(7);
  verdict(flow, content.verdict);
  for (const section of content.sections) sectionOf(flow, section);
  closing(flow, content);
  return flow.finish(content);
}

function verdict(flow: Flow, { tone, title, meaning }: ReportContent['verdict']): void {
  const from = flow.y;
  const inset = { x: LEFT + 6, width: WIDTH - 6 };
  flow.text(title, { face: 'song-bold', size: 18, colour: TONES[tone], wrap: true }, inset);
  flow.space(2);
  flow.text(meaning, VALUE, inset);
  flow.rule({ x1: LEFT + 1, x2: LEFT + 1, y1: from, y2: flow.y + 1, width: 1.6, colour: TONES[tone] });
}

function sectionOf(flow: Flow, { title, rows }: ReportSection): void {
  const [first] = rows;
  if (!first) return;
  flow.space(7);
  // A heading does not stay behind alone.
  flow.need(flow.height(title, HEADING, WIDTH) + 3 + rowHeight(flow, first));
  flow.text(title, HEADING);
  flow.space(1.8);
  for (const row of rows) {
    flow.need(rowHeight(flow, row));
    flow.rule({ x1: LEFT, x2: LEFT + WIDTH, y1: flow.y, y2: flow.y, width: 0.15, colour: LINE });
    flow.space(ROW_SPACE / 2);
    const height = rowHeight(flow, row) - ROW_SPACE;
    flow.place(row.label, NAME, { x: LEFT, width: LABEL, height });
    const colour = row.tone === undefined ? INK : TONES[row.tone];
    flow.place(row.value, { ...VALUE, colour }, { x: LEFT + LABEL + GAP, width: WIDTH - LABEL - GAP, height });
    flow.space(height + ROW_SPACE / 2);
  }
}

function rowHeight(flow: Flow, { label, value }: ReportRow): number {
  return Math.max(flow.height(label, NAME, LABEL), flow.height(value, VALUE, WIDTH - LABEL - GAP)) + ROW_SPACE;
}

function closing(flow: Flow, { note, issuer, date }: ReportContent): void {
  flow.space(7);
  flow.need(CLOSING);
  flow.text(note, { ...VALUE, size: 9, colour: QUIET });
  flow.space(18);
  const right = { x: LEFT + 66, width: 100 };
  const middle = flow.y + 5;
  flow.text(issuer, { face: 'song', size: 12, colour: INK, align: 'center', wrap: true }, right);
  flow.space(3);
  flow.text(date, { face: 'song', size: 12, colour: INK, align: 'center', wrap: true }, right);
  flow.seal({ x: right.x + right.width / 2, y: middle });
}

interface Span {
  readonly x: number;
  readonly width: number;
}

interface Flow {
  readonly y: number;
  height(text: string, style: TextStyle, width: number): number;
  space(height: number): void;
  /** Begins a page when less than this is left. */
  need(height: number): void;
  /** A text at the present height, which moves below it. */
  text(text: string, style: TextStyle, span?: Span): void;
  /** A text beside others at the present height. */
  place(text: string, style: TextStyle, box: Span & { readonly height: number }): void;
  rule(rule: Rule): void;
  seal(centre: { readonly x: number; readonly y: number }): void;
  finish(content: Pick<ReportContent, 'title' | 'foot'>): ReportFace;
}

interface OpenPage {
  readonly fields: Field[];
  readonly rules: Rule[];
  seals: NonNullable<PageTemplate['seals']>;
}

function startFlow(fonts: FontSet, marking: string | null): Flow {
  const values: Record<string, string> = {};
  let page: OpenPage = { fields: [], rules: [], seals: [] };
  const pages: OpenPage[] = [page];
  let y = TOP;
  const place = (text: string, style: TextStyle, box: Span & { readonly y: number; readonly height: number }): void => {
    const name = `t${Object.keys(values).length}`;
    values[name] = text;
    page.fields.push({ ...style, ...box, name });
  };
  const height = (text: string, style: TextStyle, width: number): number => textHeight(fonts, { ...style, width }, text);
  const need = (wanted: number): void => {
    if (y + wanted <= BOTTOM) return;
    page = { fields: [], rules: [], seals: [] };
    pages.push(page);
    y = TOP;
  };
  return {
    get y() {
      return y;
    },
    height,
    need,
    space: (wanted) => void (y += wanted),
    place: (text, style, box) => place(text, style, { ...box, y }),
    text(text, style, span = { x: LEFT, width: WIDTH }) {
      const wanted = height(text, style, span.width);
      need(wanted);
      place(text, style, { ...span, y, height: wanted });
      y += wanted;
    },
    rule: (rule) => void page.rules.push(rule),
    seal: (centre) => void (page.seals = [{ name: 'issuer', ...centre }]),
    finish({ title, foot }) {
      pages.forEach((each, index) => {
        page = each;
        const style: TextStyle = { face: 'song', size: 8, minSize: 5, colour: QUIET };
        place(foot, style, { x: LEFT, y: FOOT, width: WIDTH - 34, height: 5 });
        const number = `第 ${index + 1} 页 共 ${pages.length} 页`;
        place(number, { ...style, align: 'right' }, { x: LEFT + WIDTH - 32, y: FOOT, width: 32, height: 5 });
      });
      return { template: { id: 'verification-report', title, pages: pages.map((each) => pageOf(each, marking)) }, values };
    },
  };
}

function pageOf({ fields, rules, seals }: OpenPage, marking: string | null): PageTemplate {
  const watermark = { face: 'song-bold', size: 120, angle: -52, colour: '#f7ebe6' };
  return { ...PAGE, ...(marking === null ? {} : { watermark: { ...watermark, text: marking } }), rules, fields, seals };
}
