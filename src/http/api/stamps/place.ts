/** Where a query wants a seal. */
import { z } from 'zod';
import { PAGE_LIST, readPageChoice, STRADDLE_GROUP } from '../../../documents/index.ts';
import type { WantedPlace } from '../../../services/stamping/index.ts';

const FURTHEST = 5000;
const LONGEST_KEYWORD = 100;

/** A length as a query has it; `z.coerce` would take none for NaN, and describe it as one that may be left out. */
const millimetres = (description: string, least = 0) =>
  z
    .string()
    .transform((text, context) => {
      const length = text.trim() === '' ? Number.NaN : Number(text);
      if (!Number.isFinite(length)) context.addIssue({ code: 'custom', params: { en: 'must be a number', zh: '须为数字' } });
      return length;
    })
    .pipe(z.number().min(least).max(FURTHEST))
    .meta({ type: 'number', minimum: least, maximum: FURTHEST, description });

/** What says where a seal is wanted. */
export const placeFields = {
  page: z.coerce.number().int().min(1).max(100_000).default(1),
  x: millimetres('mm from the left edge of the page to the centre of the seal; with y, and without keyword').optional(),
  y: millimetres('mm from the upper edge of the page to the centre of the seal').optional(),
  keyword: z
    .string()
    .max(LONGEST_KEYWORD)
    .regex(/\S/)
    .optional()
    .describe('Text of the document whose middle the seal is put on, in place of page, x and y (关键字定位)'),
  field: z
    .string()
    .min(1)
    .max(LONGEST_KEYWORD)
    .optional()
    .describe(
      'Full name of a field of the document’s form in whose middle the seal is put, in place of page, x and y (模板定位); the field stays as it is',
    ),
  bookmark: z
    .string()
    .max(LONGEST_KEYWORD)
    .regex(/\S/)
    .optional()
    .describe('Title of the one bookmark (书签) of the document that leads to the point meant, in place of page, x and y'),
  destination: z
    .string()
    .min(1)
    .max(LONGEST_KEYWORD)
    .optional()
    .describe('Named destination (命名目标) of the document whose point is meant, in place of page, x and y'),
  licenceType: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe(
      'Code of a licence type: where the licences of the type, as the caller’s organisation issues it, have their seal; in place of page, x and y',
    ),
  sealPlace: z
    .string()
    .min(1)
    .max(64)
    .optional()
    .describe('Name of the seal in the template of licenceType, where that has several'),
  occurrence: z
    .string()
    .regex(/^(?:[1-9]\d{0,5}|last|every)$/)
    .default('1')
    .describe('Which occurrence of the keyword: from 1 in the order of reading, last, or every, all under one signature'),
  pages: z
    .string()
    .regex(PAGE_LIST)
    .transform((text) => readPageChoice(text))
    .optional()
    .meta({ type: 'string', pattern: PAGE_LIST.source })
    .describe('Several pages under one signature, in place of page: all, or numbers and ranges such as 1,3-5'),
  edge: z
    .enum(['left', 'right', 'top', 'bottom'])
    .optional()
    .describe('A straddling seal (骑缝章): strips of it over this edge of all pages or of those in pages'),
  at: millimetres('Centre of a straddling seal, mm from the upper or left end of the edge; the middle when absent').optional(),
  group: z.coerce
    .number()
    .int()
    .min(STRADDLE_GROUP.least)
    .max(STRADDLE_GROUP.most)
    .default(20)
    .describe('Pages that share one straddling seal at most'),
  dx: millimetres(
    'mm to the right from the keyword, field, bookmark or destination to the centre of the seal',
    -FURTHEST,
  ).default(0),
  dy: millimetres('mm downwards from there to the centre of the seal', -FURTHEST).default(0),
};

type Place = z.infer<z.ZodObject<typeof placeFields>>;

/** What says by itself where a seal is wanted; what of the others goes along with it. */
const SOURCES = {
  keyword: [],
  field: [],
  bookmark: [],
  destination: [],
  licenceType: [],
  edge: ['pages'],
} as const satisfies Partial<Record<keyof Place, readonly (keyof Place)[]>>;
const POINT = ['x', 'y', 'pages'] as const;
const KINDS = Object.keys(SOURCES) as readonly (keyof typeof SOURCES)[];

/** Whether a query says where a seal is wanted. */
export function namesPlace(place: Partial<Omit<Place, 'page'>>): boolean {
  return [...KINDS, ...POINT, 'sealPlace' as const].some((name) => place[name] !== undefined);
}

/** One thing alone says where: x and y, a keyword, a field, a bookmark, a destination, a licence type or an edge. */
export function requirePlace(place: Partial<Omit<Place, 'page'>>, context: z.core.$RefinementCtx): void {
  const complain = (path: string, en: string, zh: string): void =>
    context.addIssue({ code: 'custom', path: [path], params: { en, zh } });
  const [kind, ...more] = KINDS.filter((name) => place[name] !== undefined);
  if (place.sealPlace !== undefined && place.licenceType === undefined)
    complain('sealPlace', 'goes with licenceType', '须与 licenceType 同时给出');
  if (kind === undefined) {
    for (const name of ['x', 'y'] as const)
      if (place[name] === undefined) complain(name, 'is missing, and so is keyword', `缺少 ${name}，也没有 keyword`);
    return;
  }
  const along: readonly string[] = SOURCES[kind];
  const others = [...more, ...POINT.filter((name) => place[name] !== undefined && !along.includes(name))];
  if (others.length > 0)
    complain(kind, `must not be given along with ${others.join(', ')}`, `不能与 ${others.join('、')} 同时给出`);
}

/** Where a query wants the seal. */
export function placementOf(place: Place): WantedPlace {
  const { page, x = 0, y = 0, pages, edge, at, group, dx, dy } = place;
  const { keyword, occurrence, field, bookmark, destination, licenceType, sealPlace } = place;
  if (field !== undefined) return { field, dx, dy };
  if (bookmark !== undefined) return { bookmark, dx, dy };
  if (destination !== undefined) return { destination, dx, dy };
  if (licenceType !== undefined) return { licenceType, sealPlace };
  if (edge !== undefined) return { edge, pages: pages ?? 'all', group, ...(at !== undefined && { at }) };
  if (keyword === undefined) return pages === undefined ? { page, x, y } : { pages, x, y };
  return { keyword, occurrence: occurrence === 'last' || occurrence === 'every' ? occurrence : Number(occurrence), dx, dy };
}
