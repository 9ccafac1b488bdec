/**
 * The functions of `src/` that could be given foreign bytes, found by the compiler: every exported function with a parameter that is
 * bytes, a list of them, or an object with bytes in it; and every exported function that by its name reads a text or an unknown value.
 * An object that a reader of bytes gave is no way in: its bytes went through that reader. Which of them foreigners can reach is for
 * people to say, in `exempt.ts` and in the targets; that none is forgotten, a test.
 */
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';

const ROOT = join(import.meta.dirname, '../..');
const SRC = join(ROOT, 'src');
/** Written for browsers, or given nothing but what the server made. */
const LEFT_OUT = ['web'];
const BYTES = new Set(['Uint8Array', 'ArrayBuffer', 'ArrayBufferView']);
/** Types of the platform and of packages, which are not looked into: by their names. */
const OUTSIDE = /\b(Buffer|Request|IncomingMessage|Readable)\b/;
const LISTS = new Set(['Array', 'ReadonlyArray', 'Promise', 'Set', 'ReadonlySet', 'Map', 'ReadonlyMap']);
const READS = /^(read|parse|open|decode|unpack|inspect|verify|convert|recognise|normalise)/;
const DEEPEST = 8;

interface Found {
  /** `file#function` below `src/`, with `/`. */
  readonly key: string;
  readonly signature: ts.Signature;
}

/** Keys of all functions that could be a way in, sorted. */
export function findEntryPoints(): readonly string[] {
  const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !LEFT_OUT.includes(file.split(sep)[0] ?? ''))
    .map((file) => join(SRC, file));
  const program = ts.createProgram(files, {
    ...{ target: ts.ScriptTarget.ES2023, lib: ['lib.es2023.d.ts'], types: [], noResolve: true, noEmit: true },
    ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
    ...{ strict: true, allowImportingTsExtensions: true },
  });
  const search = new Search(program.getTypeChecker());
  const functions = files.flatMap((file) => search.functionsOf(program.getSourceFile(file)));
  for (const found of functions) search.noteProducts(found);
  const entries = functions.filter(({ key, signature }) => search.takesBytes(signature) || search.readsText(key, signature));
  return [...new Set(entries.map(({ key }) => key))].sort();
}

class Search {
  readonly #checker: ts.TypeChecker;
  /** Types of the product that readers of bytes give. */
  readonly #products = new Set<ts.Symbol>();

  constructor(checker: ts.TypeChecker) {
    this.#checker = checker;
  }

  functionsOf(file: ts.SourceFile | undefined): readonly Found[] {
    const module = file && this.#checker.getSymbolAtLocation(file);
    if (!module) return [];
    const path = relative(SRC, file.fileName).split(sep).join('/');
    return this.#checker.getExportsOfModule(module).flatMap((exported) => {
      const isElsewhere = exported.declarations?.[0]?.getSourceFile() !== file || (exported.flags & ts.SymbolFlags.Alias) !== 0;
      if (isElsewhere) return [];
      const signatures = this.#checker.getTypeOfSymbol(exported).getCallSignatures();
      return signatures.map((signature) => ({ key: `${path}#${exported.name}`, signature }));
    });
  }

  noteProducts({ key, signature }: Found): void {
    const name = key.split('#')[1] ?? '';
    if (READS.test(name) && this.#typesOf(signature).some((type) => this.#isBytes(type)))
      this.#note(signature.getReturnType(), 0);
  }

  takesBytes(signature: ts.Signature): boolean {
    if (signature.parameters.some((parameter) => OUTSIDE.test(writtenType(parameter)))) return true;
    return this.#typesOf(signature).some((type) => {
      if (this.#isBytes(type)) return true;
      const element = this.#elementOf(type) ?? type;
      if (this.#isBytes(element)) return true;
      const symbol = ownSymbol(element);
      if (symbol !== undefined && this.#products.has(symbol)) return false;
      return ownFields(element).some((field) => this.#isBytes(this.#checker.getTypeOfSymbol(field)));
    });
  }

  readsText(key: string, signature: ts.Signature): boolean {
    const [type] = this.#typesOf(signature);
    if (type === undefined || !READS.test(key.split('#')[1] ?? '')) return false;
    const kinds = type.isUnion() ? type.types : [type];
    return kinds.some(({ flags }) => (flags & (ts.TypeFlags.String | ts.TypeFlags.Unknown)) !== 0);
  }

  #typesOf(signature: ts.Signature): readonly ts.Type[] {
    return signature.parameters.map((parameter) => this.#checker.getTypeOfSymbol(parameter));
  }

  #isBytes(type: ts.Type): boolean {
    return type.isUnion() ? type.types.some((member) => this.#isBytes(member)) : BYTES.has(nameOf(type));
  }

  #elementOf(type: ts.Type): ts.Type | undefined {
    return LISTS.has(nameOf(type)) ? this.#checker.getTypeArguments(type as ts.TypeReference)[0] : undefined;
  }

  #note(type: ts.Type, depth: number): void {
    if (depth > DEEPEST) return;
    if (type.isUnion()) for (const member of type.types) this.#note(member, depth + 1);
    if (LISTS.has(nameOf(type))) {
      for (const argument of this.#checker.getTypeArguments(type as ts.TypeReference)) this.#note(argument, depth + 1);
    }
    const symbol = ownSymbol(type);
    if (symbol === undefined || this.#products.has(symbol)) return;
    if (!symbol.name.startsWith('__')) this.#products.add(symbol);
    for (const field of type.getProperties()) this.#note(this.#checker.getTypeOfSymbol(field), depth + 1);
  }
}

function writtenType({ valueDeclaration }: ts.Symbol): string {
  return valueDeclaration !== undefined && ts.isParameter(valueDeclaration) ? (valueDeclaration.type?.getText() ?? '') : '';
}

function nameOf(type: ts.Type): string {
  return symbolOf(type)?.name ?? '';
}

/** Types written in place have a symbol too, others need not have one, whatever the declaration of the compiler says. */
function symbolOf(type: ts.Type): ts.Symbol | undefined {
  return type.symbol;
}

function ownSymbol(type: ts.Type): ts.Symbol | undefined {
  const symbol = type.aliasSymbol ?? symbolOf(type);
  return symbol?.declarations?.[0]?.getSourceFile().fileName.startsWith(SRC) ? symbol : undefined;
}

function ownFields(type: ts.Type): readonly ts.Symbol[] {
  return ownSymbol(type) === undefined ? [] : type.getProperties();
}
