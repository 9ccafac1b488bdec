export { DUTY_ANSWERS, dutyAnswer, itemsOf, requiredBy, type DutyAnswer } from './duty.ts';
export { DEMAND_ANSWERS, type DemandAnswer, type DemandRecord } from './model.ts';
