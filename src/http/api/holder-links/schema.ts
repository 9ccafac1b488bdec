import { z } from 'zod';

export const noteBody = z
  .strictObject({ note: z.string().trim().min(1).max(500).nullable().default(null) })
  .meta({ id: 'DecisionNote', description: 'What its holder is told of the decision' });
