/** Printing on pre-printed forms (套打): of a face only what differs from licence to licence. */

type Part = Readonly<Record<string, unknown>>;

/** What of a page differs from licence to licence, and so is not on the form. */
const VARIABLE = ['fields', 'pictures', 'tables'] as const;

/** A face with nothing but what the form lacks, moved to the right and down by so many mm; what is no face is left to be refused where it is read. */
export function overlayFace(face: unknown, { dx, dy }: { readonly dx: number; readonly dy: number }): unknown {
  const { pages } = (isPart(face) ? face : {}) as { readonly pages?: unknown };
  if (!Array.isArray(pages)) return face;
  const move = (part: unknown): unknown =>
    isPart(part) && typeof part['x'] === 'number' && typeof part['y'] === 'number'
      ? { ...part, x: part['x'] + dx, y: part['y'] + dy }
      : part;
  const stripped = pages.map((page: unknown) => {
    if (!isPart(page)) return page;
    const { width, height, qr } = page;
    const parts = VARIABLE.flatMap((name) => {
      const list = page[name];
      return Array.isArray(list) ? [[name, list.map((part) => withoutRule(move(part)))] as const] : [];
    });
    // The seal of paper is the issuer's own stamp: its place is kept, and stays empty.
    return { width, height, ...Object.fromEntries(parts), ...(qr !== undefined && { qr: move(qr) }), seals: page['seals'] ?? [] };
  });
  return { ...(face as Part), pages: stripped };
}

/** Rules of tables are on the form. */
function withoutRule(part: unknown): unknown {
  if (!isPart(part) || !('rowHeight' in part)) return part;
  return Object.fromEntries(Object.entries(part).filter(([name]) => name !== 'rule' && name !== 'head'));
}

function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
