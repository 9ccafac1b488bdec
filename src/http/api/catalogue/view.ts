import type { z } from 'zod';
import type { TakenCatalogueStep } from '../../../domain/catalogue/index.ts';
import type { CatalogueEntry, CatalogueKind, ImportOutcome } from '../../../services/catalogue/index.ts';
import type { entrySchema, entrySummarySchema, importSchema } from './schema.ts';

export function entrySummaryView(kind: CatalogueKind, entry: CatalogueEntry): z.infer<typeof entrySummarySchema> {
  return {
    ...{ id: entry._id, kind, owner: entry.owner, demonstration: entry.demonstration },
    withdrawal: entry.withdrawal?.state ?? null,
    versions: entry.versions.map(({ number, state, publishedAt, steps }) => ({
      number,
      state,
      publishedAt,
      steps: steps.map(stepView),
    })),
  };
}

export function entryView(kind: CatalogueKind, entry: CatalogueEntry): z.infer<typeof entrySchema> {
  return {
    ...entrySummaryView(kind, entry),
    contents: entry.versions.map(({ number, content }) => ({ number, content })),
  };
}

function stepView({ step, by, at, note }: TakenCatalogueStep) {
  return { step, organisation: by.organisation, at, note };
}

export function importView(outcomes: readonly ImportOutcome[]): z.infer<typeof importSchema> {
  return {
    items: outcomes.map(({ kind, id, outcome, version, error }) => ({
      ...{ kind, id, outcome, version },
      error: error && { code: error.code, en: error.message, zh: error.chinese },
    })),
  };
}
