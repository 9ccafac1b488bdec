/** A use case without its first parameter, the dependencies. */
export type Bound<F> = F extends (deps: never, ...rest: infer R) => infer T ? (...rest: R) => T : never;
