export { statusMappingSchema } from './schema.ts';
export {
  findMapping,
  importMapping,
  listMappings,
  mappedStatus,
  type MappedStatus,
  type StatusMappingDependencies,
} from './tables.ts';
