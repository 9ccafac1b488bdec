export { FOOD_OPERATION_PERMIT } from './food-operation-permit.ts';
