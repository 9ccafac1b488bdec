import { emblemFault } from './fault.ts';

const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?/y;
const SEPARATOR = /[\s,]*/y;
const LARGEST = 1e6;

/** Reads numbers one after the other from a text such as path data, where `1-2.5.5` are three (SVG 1.1 §8.3.9). */
export interface NumberReader {
  /** The next number; the flags of arcs are one digit each and may stand without a separator. */
  number(): number;
  flag(): boolean;
  /** The next letter, undefined when a number comes or the text ends. */
  letter(): string | undefined;
  readonly done: boolean;
}

/** A reader of a text's numbers and letters. */
export function readNumbers(text: string): NumberReader {
  let at = 0;
  const skip = (): void => {
    SEPARATOR.lastIndex = at;
    SEPARATOR.exec(text);
    at = SEPARATOR.lastIndex;
  };
  return {
    number() {
      skip();
      NUMBER.lastIndex = at;
      const [found] = NUMBER.exec(text) ?? [];
      if (found === undefined)
        throw emblemFault(
          `a number is missing at character ${at} of “${text.slice(0, 20)}”`,
          `“${text.slice(0, 20)}”第 ${at} 个字符处缺少数字`,
        );
      at += found.length;
      const value = Number(found);
      if (Math.abs(value) > LARGEST) throw emblemFault('a number is out of range', '数值超出范围');
      return value;
    },
    flag() {
      skip();
      const digit = text[at++];
      if (digit !== '0' && digit !== '1') throw emblemFault('the flag of an arc is neither 0 nor 1', '圆弧的标志不是 0 或 1');
      return digit === '1';
    },
    letter() {
      skip();
      const found = text[at];
      if (found === undefined || !/[A-Za-z]/.test(found)) return undefined;
      at++;
      return found;
    },
    get done() {
      skip();
      return at >= text.length;
    },
  };
}
