import { isYinzhengError } from '../base/errors/index.ts';
import { usage } from './arguments.ts';
import { COMMANDS, type Command } from './commands.ts';
import type { CliContext } from './context.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { failureLines } from './failure.ts';
import { callLine, printCommandHelp, printGroupHelp, printHelp } from './help/print.ts';

/** What was called: options that every command has, the command, and what is left for it. */
interface Call {
  readonly language: CliContext['language'];
  readonly help: boolean;
  readonly version: boolean;
  readonly rest: readonly string[];
}

interface Chosen {
  readonly name: string;
  readonly command: Command;
  readonly argv: readonly string[];
}

/**
 * Runs the command that `argv` names and resolves to the exit code. Errors are printed, never thrown: 3 for a wrong call, for input
 * that cannot be read, and for whatever else keeps the question from being answered.
 * @param argv without the names of Node.js and of the program
 */
export async function main(given: CliContext, argv: readonly string[]): Promise<ExitCode> {
  let context = given;
  let chosen: Chosen | null = null;
  try {
    const call = readCall(argv, given.language);
    context = { ...given, language: call.language };
    if (call.version) return say(context, `yinzheng ${context.version()}`);
    if (call.rest.length === 0) {
      if (call.help) return say(context, printHelp(COMMANDS, context.language));
      throw usage('a command is missing', '缺少命令');
    }
    const group = call.help ? groupOf(call.rest) : null;
    if (group) return say(context, printGroupHelp(group, context.language));
    chosen = choose(call.rest);
    if (call.help) return say(context, printCommandHelp(chosen.name, chosen.command.help, context.language));
    const run = await chosen.command.load();
    return await run(context, chosen.argv);
  } catch (error) {
    for (const line of failureLines(error, context)) context.err(line);
    if (isYinzhengError(error, 'USAGE')) {
      if (chosen) context.err(callLine(chosen.name, chosen.command.help, context.language));
      context.err(`yinzheng ${chosen ? `${chosen.name} ` : ''}--help`);
    }
    return EXIT.unreadable;
  }
}

function say(context: CliContext, text: string): ExitCode {
  context.out(text);
  return EXIT.passed;
}

/** Takes the options that every command has out of the arguments, wherever they stand; after `--` nothing is an option. */
function readCall(argv: readonly string[], fallback: CliContext['language']): Call {
  const end = argv.indexOf('--');
  const options = end === -1 ? argv : argv.slice(0, end);
  const rest: string[] = [];
  let language = fallback;
  let help = false;
  let version = false;
  for (let index = 0; index < options.length; index++) {
    const word = options[index] ?? '';
    const value = /^--language(?:=(.*))?$/.exec(word);
    if (value) {
      const text = value[1] ?? options[++index];
      if (text !== 'zh' && text !== 'en') throw usage('--language takes zh or en', '--language 须为 zh 或 en');
      language = text;
    } else if (word === '--help' || word === '-h') help = true;
    else if (word === '--version') version = true;
    else rest.push(word);
  }
  return { language, help, version, rest: end === -1 ? rest : [...rest, ...argv.slice(end)] };
}

function choose(rest: readonly string[]): Chosen {
  for (const words of [2, 1]) {
    const name = rest.slice(0, words).join(' ');
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command) return { name, command, argv: rest.slice(words) };
  }
  const known = Object.keys(groupOf(rest.slice(0, 1)) ?? COMMANDS);
  const name = rest.slice(0, known.length < Object.keys(COMMANDS).length ? 2 : 1).join(' ');
  throw usage(`there is no command ${name}; commands are ${known.join(', ')}`, `没有命令 ${name}；命令有 ${known.join('、')}`);
}

/** The commands of two words that begin with this one; null where none does, or more than it was typed. */
function groupOf(rest: readonly string[]): Readonly<Record<string, Command>> | null {
  const [first, ...more] = rest;
  if (first === undefined || more.length > 0 || Object.hasOwn(COMMANDS, first)) return null;
  const found = Object.entries(COMMANDS).filter(([name]) => name.startsWith(`${first} `));
  return found.length === 0 ? null : Object.fromEntries(found);
}
