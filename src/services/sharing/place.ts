/** `_id` in `settings` of the number of the last entry of the journal that is in the feed of changes. */
export const CHANGES_PLACE = 'licence-changes';
