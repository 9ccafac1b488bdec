import { YinzhengError } from '../../base/errors/index.ts';
import { readArguments, required } from '../arguments.ts';
import type { CliContext } from '../context.ts';
import { EXIT, type ExitCode } from '../exit.ts';
