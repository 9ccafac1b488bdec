/** What is thrown: every error says all that its message names, and says it in words of both languages. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { messages, WORDED_DETAILS } from '../../src/base/errors/index.ts';

const SRC = fileURLToPath(new URL('../../src/', import.meta.url));

/** Details that are the same in every language: names, numbers, places. */
const NAMES =
  'action address algorithm allowed available character codePoint command count expected faults field filter form found key keyId known ' +
  'level limit mapping needed offset operation organisation pages path place purpose seal seconds sequence signature signing since stamping step structure text type unread until what';
/** Two words of English, one after the other. */
const ENGLISH = /\b[a-z]{2,} [a-z]{2,}\b/i;

interface Thrown {
  readonly place: string;
  readonly code: string;
  /** Its details by name; null when they are not written out. */
  readonly details: ReadonlyMap<string, ts.Expression> | null;
}

/** Each `new YinzhengError('CODE', …)` of the sources. */
function thrownErrors(): readonly Thrown[] {
  const thrown: Thrown[] = [];
  for (const file of readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
    const text = readFileSync(join(SRC, file), 'utf8');
    if (!text.includes('new YinzhengError(')) continue;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
    const visit = (node: ts.Node): void => {
      if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'YinzhengError') {
        const [code, details] = node.arguments ?? [];
        const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
        if (code && ts.isStringLiteral(code))
          thrown.push({ place: `${file}:${line + 1}`, code: code.text, details: detailsOf(details) });
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return thrown;
}

function detailsOf(written: ts.Expression | undefined): Thrown['details'] {
  if (written === undefined) return new Map();
  if (!ts.isObjectLiteralExpression(written)) return null;
  const details = new Map<string, ts.Expression>();
  for (const property of written.properties) {
    if (ts.isShorthandPropertyAssignment(property)) details.set(property.name.text, property.name);
    else if (ts.isPropertyAssignment(property) && ts.isIdentifier(property.name))
      details.set(property.name.text, property.initializer);
    else return null;
  }
  return details;
}

const namesIn = (text: string): readonly string[] => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => String(name));

describe('errors that are thrown', () => {
  const thrown = thrownErrors();

  it('are found in the sources', () => {
    assert.ok(thrown.length > 250, String(thrown.length));
    assert.ok(thrown.filter(({ details }) => details === null).length < 5);
  });

  it('give every detail that the message names', () => {
    for (const { place, code, details } of thrown) {
      const message = Object.entries(messages).find(([known]) => known === code)?.[1];
      assert.ok(message, place);
      if (details)
        assert.deepEqual(
          namesIn(message.en).filter((name) => !details.has(name)),
          [],
          `${place} ${code}`,
        );
    }
  });

  it('have no English among their details but what is technical', () => {
    for (const { place, details } of thrown) {
      for (const [name, value] of details ?? []) {
        if (name === 'technical') continue;
        const visit = (node: ts.Node): void => {
          if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'bilingual') return;
          if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node))
            assert.doesNotMatch(node.text, ENGLISH, `${place} ${name}`);
          ts.forEachChild(node, visit);
        };
        visit(value);
      }
    }
  });

  it('have messages whose details are words in both languages, names, or marked as technical', () => {
    const known = new Set<string>([...WORDED_DETAILS, ...NAMES.split(' ')]);
    for (const [code, { zh }] of Object.entries(messages)) {
      for (const name of namesIn(zh)) {
        if (name === 'technical') assert.match(zh, /技术细节：\{technical\}/, code);
        else assert.ok(known.has(name), `${code} {${name}}`);
      }
    }
  });
});
