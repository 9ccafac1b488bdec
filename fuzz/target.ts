/** What is fuzzed: a function or a few of `src/` that belong together, with good inputs to start from. */
import type { Form } from './mutate/index.ts';
import type { World } from './world.ts';

export interface Target {
  readonly name: string;
  /** What its bytes are written in. */
  readonly form: Form;
  /** The functions that get the foreign bytes, as `file#function` below `src/`; each is entered by at least one seed. */
  readonly covers: readonly string[];
  open(world: World): OpenTarget | Promise<OpenTarget>;
}

export interface OpenTarget {
  readonly seeds: readonly Uint8Array[];
  /** Most processor time that one input may take, ms, where it is another than usual. */
  readonly mostCpuMs?: number;
  /**
   * Gives an input to the functions. True when it was taken, false when it was refused without an error.
   * @throws {YinzhengError} when it was refused
   * @throws {FalseAcceptance} when something was taken that must not be
   */
  run(input: Uint8Array): boolean | Promise<boolean>;
}

/** Something was taken as genuine although its signed bytes are not those that were signed. */
export class FalseAcceptance extends Error {
  override readonly name = 'FalseAcceptance';
}
