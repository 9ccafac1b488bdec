export { importPlaces, type ImportedPlaces, type PlaceFile } from './import.ts';
export { everyPlace, getPlace, listPlaces, type PlacePage, type PlaceQuery } from './list.ts';
export { moveOrganisations, type AreaMove, type MovedOrganisations } from './move.ts';
export { placeNameIn, placeNames, type PlaceNames } from './names.ts';
export { MAX_PLACE_FILE_BYTES, MAX_PLACE_ROWS, PLACE_COLUMNS, readPlaces, writePlaces } from './table.ts';
