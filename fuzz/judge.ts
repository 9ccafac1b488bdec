/** Whether what a function did with an input is allowed: it took it, refused it or threw the product's own error, and soon. */
import { isYinzhengError } from '../src/base/errors/index.ts';
import { FalseAcceptance, type OpenTarget } from './target.ts';

/** Most processor time that one input may take, ms. */
export const MOST_CPU_MS = 50;
const MEASUREMENTS = 3;

export interface Judgement {
  readonly accepted: boolean;
  /** Two inputs with the same words were treated alike. */
  readonly outcome: string;
  /** Wall time; processor time where that was measured. */
  readonly ms: number;
  readonly fault: Fault | null;
}

export interface Fault {
  readonly kind: 'untyped error' | 'false acceptance' | 'slow';
  /** Faults with the same words are the same fault. */
  readonly what: string;
  readonly stack: string;
}

/**
 * Runs a target once. Processor time is measured only when the time that passed is more than `slowest`, three times over, and the least
 * counts: what compiling and collecting garbage add is no fault of the input.
 */
export async function judge(target: OpenTarget, input: Uint8Array, slowest = MOST_CPU_MS): Promise<Judgement> {
  const { mostCpuMs = MOST_CPU_MS } = target;
  const start = performance.now();
  const result = await outcomeOf(target, input);
  let ms = performance.now() - start;
  if (ms <= slowest) return { ...result, ms };
  for (let times = 0; times < MEASUREMENTS && ms > slowest; times++) ms = Math.min(ms, await processorTime(target, input));
  const slow: Fault = { kind: 'slow', what: `slow: ${result.outcome}`, stack: `${ms.toFixed(1)} ms of processor time` };
  return { ...result, ms, fault: result.fault ?? (ms > mostCpuMs ? slow : null) };
}

async function outcomeOf(target: OpenTarget, input: Uint8Array): Promise<Omit<Judgement, 'ms'>> {
  try {
    const running = target.run(input);
    const accepted = typeof running === 'boolean' ? running : await running;
    return { accepted, outcome: accepted ? 'taken' : 'refused', fault: null };
  } catch (error) {
    if (isYinzhengError(error)) {
      const said = [error.details['technical'], error.details['reason']].find((words) => typeof words === 'string');
      return { accepted: false, outcome: `${error.code} ${said ?? ''}`, fault: null };
    }
    const { name, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    const kind = error instanceof FalseAcceptance ? 'false acceptance' : 'untyped error';
    const where = stack.split('\n').find((line) => line.trim().startsWith('at ')) ?? '';
    const outcome = `${name}: ${message.slice(0, 200)}`;
    return { accepted: false, outcome, fault: { kind, what: `${outcome} ${where.trim()}`, stack } };
  }
}

async function processorTime(target: OpenTarget, input: Uint8Array): Promise<number> {
  const before = process.cpuUsage();
  await outcomeOf(target, input);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
