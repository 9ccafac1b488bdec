/** The direction of imports: a folder of `src/` imports itself and only what its row allows; type imports count too. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

const CORE = ['base', 'report', 'crypto', 'asn1', 'pki', 'domain', 'drawing', 'ses', 'claim', 'pdf', 'documents'];
const ALLOWED: Record<string, readonly string[]> = {
  base: [],
  report: ['base'],
  crypto: ['base'],
  asn1: ['report', 'base'],
  pki: ['asn1', 'crypto', 'report', 'base'],
  domain: ['base'],
  drawing: ['base'],
  ses: ['pki', 'crypto', 'asn1', 'report', 'base'],
  claim: ['crypto/portable', 'report', 'base'],
  pdf: ['ses', 'pki', 'crypto', 'asn1', 'report', 'drawing', 'base'],
  documents: ['pdf', 'ses', 'pki', 'domain', 'drawing', 'report', 'crypto', 'base'],
  services: CORE,
  adapters: ['services', ...CORE],
  http: ['services', ...CORE],
  jobs: ['services', ...CORE],
  cli: ['services', ...CORE],
  config: ['base'],
  processes: ['adapters', 'http', 'jobs', 'cli', 'config', 'services', ...CORE],
  web: ['claim', 'base', 'report', 'crypto/portable'],
};

/** Folders that must run in a browser: no platform modules. */
const PURE = CORE;
const IMPURE_EXCEPTION = `crypto${sep}native`;
const NAMED_IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^;'"]*?from\s*['"]([^'"]+)['"]|(?:^|\n)\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

interface Import {
  readonly file: string;
  readonly specifier: string;
}

function sourceFiles(): string[] {
  return readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(ts|vue)$/.test(file));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
  return [...text.matchAll(NAMED_IMPORT)].map((match) => ({ file, specifier: match[1] ?? match[2] ?? match[3] ?? '' }));
}

function target({ file, specifier }: Import): string {
  return normalize(relative(SRC, join(SRC, dirname(file), specifier)));
}

describe('architecture', () => {
  const files = sourceFiles();
  const imports = files.flatMap(importsOf);
  const relativeImports = imports.filter(({ specifier }) => specifier.startsWith('.'));

  it('has source files, each in a known folder', () => {
    assert.ok(files.length > 50);
    for (const file of files) assert.ok((file.split(sep)[0] ?? '') in ALLOWED, `${file} is in no known folder`);
  });

  it('points imports down', () => {
    const wrong = relativeImports.filter((entry) => {
      const from = entry.file.split(sep)[0] ?? '';
      const to = target(entry);
      if (to.startsWith('..')) return true;
      if (to.split(sep)[0] === from) return false;
      return !(ALLOWED[from] ?? []).some((allowed) => to === allowed || to.startsWith(allowed.split('/').join(sep) + sep));
    });
    assert.deepEqual(
      wrong.map(({ file, specifier }) => `${file} imports ${specifier}`),
      [],
    );
  });

  it('keeps platform modules, clocks and randomness out of the core', () => {
    const wrong: string[] = [];
    for (const file of files) {
      if (!PURE.includes(file.split(sep)[0] ?? '') || file.startsWith(IMPURE_EXCEPTION)) continue;
      if (importsOf(file).some(({ specifier }) => specifier.startsWith('node:'))) wrong.push(`${file} imports a platform module`);
      const text = readFileSync(join(SRC, file), 'utf8');
      const found = /\b(Date\.now\(|new Date\(\)|Math\.random\(|process\.|performance\.now\(|async\s|await\s)/.exec(
        text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, ''),
      );
      if (found) wrong.push(`${file} uses ${found[0]}`);
    }
    assert.deepEqual(wrong, []);
  });

  it('has no cycles', () => {
    const graph = new Map<string, string[]>();
    for (const entry of relativeImports) {
      graph.set(entry.file, [...(graph.get(entry.file) ?? []), target(entry)]);
    }
    const done = new Set<string>();
    const path: string[] = [];
    const visit = (file: string): void => {
      if (done.has(file)) return;
      const start = path.indexOf(file);
      assert.equal(start, -1, `cycle: ${[...path.slice(start), file].join(' → ')}`);
      path.push(file);
      for (const next of graph.get(file) ?? []) visit(next);
      path.pop();
      done.add(file);
    };
    for (const file of files) visit(file);
  });

  it('documents every export below http/', () => {
    const undocumented: string[] = [];
    for (const file of files) {
      const folder = file.split(sep)[0] ?? '';
      if (['http', 'jobs', 'cli', 'processes', 'web'].includes(folder) || !file.endsWith('.ts')) continue;
      const lines = readFileSync(join(SRC, file), 'utf8').split('\n');
      lines.forEach((line, index) => {
        if (
          !/^export (?:async )?(?:abstract )?(?:function|const|class|interface|type|let) /.test(line) ||
          /^export type [{*]/.test(line)
        )
          return;
        let above = index - 1;
        while (/^\s*\/\/|^@/.test(lines[above] ?? '')) above--;
        const before = lines[above] ?? '';
        const overload = /^export function (\w+)/.exec(line)?.[1];
        if (overload && new RegExp(`^export function ${overload}\\b`).test(before)) return;
        if (!/\*\/\s*$/.test(before)) undocumented.push(`${file}:${index + 1} ${line.slice(0, 60)}`);
      });
    }
    assert.deepEqual(undocumented, []);
  });

  it('keeps files small', () => {
    const sizes = files.map((file) => ({ file, lines: readFileSync(join(SRC, file), 'utf8').split('\n').length }));
    assert.deepEqual(
      sizes.filter(({ lines }) => lines > 500).map(({ file, lines }) => `${file}: ${lines}`),
      [],
    );
    const sorted = sizes.map(({ lines }) => lines).sort((left, right) => left - right);
    assert.ok((sorted[Math.floor(sorted.length / 2)] ?? 0) <= 120, 'the median file has more than 120 lines');
  });

  it('leaves no notes to self', () => {
    const pattern = /\b(TODO|FIXME|XXX)\b/;
    assert.deepEqual(
      files.filter((file) => pattern.test(readFileSync(join(SRC, file), 'utf8'))),
      [],
    );
  });
});
