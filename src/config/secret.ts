/** A value that must not be printed: JSON, string conversion and inspection show `[secret]`. */
export interface Secret {
  /** The value itself, for the one place that uses it. */
  reveal(): string;
}

const SHOWN = '[secret]';

/** Wraps a secret value. */
export function secret(value: string): Secret {
  const shown = (): string => SHOWN;
  const wrapped = { reveal: () => value, toString: shown, toJSON: shown, [Symbol.for('nodejs.util.inspect.custom')]: shown };
  return Object.freeze(wrapped);
}
