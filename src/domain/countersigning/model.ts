/** Countersigning (会签): seals of several organisations on one document, in an order that was laid down before. */

/**
 * How a plan stands: `draft` may be changed by who began it, `open` is with the parties, `completed` has every seal, `refused` was refused by a
 * party, `withdrawn` was taken back by who began it, `expired` was not done in time.
 */
export type PlanState = 'draft' | 'open' | 'completed' | 'refused' | 'withdrawn' | 'expired';

/** How a step stands: it is still to be taken, its seal is on the document, or its party refused. */
export type StepState = 'waiting' | 'done' | 'refused';
