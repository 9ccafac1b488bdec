import type { StatisticsRow } from '../../../domain/statistics/index.ts';
import type { Statistics } from '../../../services/statistics/index.ts';

/** Statistics as they are shown. */
export function statisticsView({ rows, total, ...terms }: Statistics): object {
  return {
    ...terms,
    rows: rows.map((row) => ({ ...rowView(row), organisationName: row.organisationName })),
    total: rowView(total),
  };
}

function rowView({ organisation, type, item, month, counts, reasons, inTimeShare, standings }: StatisticsRow): object {
  const refusedWhy = reasons.map(([reason, count]) => ({ reason, count }));
  return { organisation, type, item, month, counts, refusedWhy, inTimeShare, standings };
}
