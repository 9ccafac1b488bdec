/** What showing licences takes besides what holders' own affairs take. */
import type { HolderDependencies } from '../holders/ports.ts';

/** Everything that showing and sharing takes. */
export interface PresentationDependencies extends HolderDependencies {
  /** Base of links, without a slash at the end. */
  readonly publicUrl: string;
}
