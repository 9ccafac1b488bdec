/** docs/runbook.md has an entry for whatever calls an operator: every alarm of abnormal use, every metric, every complaint of the log. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COMMANDS } from '../../src/cli/commands.ts';
import { ALARM_RULES } from '../../src/domain/alarm/index.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const RUNBOOK = readFileSync(join(ROOT, 'docs/runbook.md'), 'utf8');
const HEADINGS = [...RUNBOOK.matchAll(/^### (.+)$/gm)].map(([, heading = '']) => heading);

/** Text of all sources below a folder. */
function sourcesOf(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(ROOT, folder, name), 'utf8'))
    .join('\n');
}

describe('the runbook', () => {
  it('has an entry for each alarm of abnormal use', () => {
    for (const rule of ALARM_RULES) assert.ok(HEADINGS.includes(rule), `no entry for the alarm ${rule}`);
  });

  it('has an entry for each warning and error of the log', () => {
    const calls = sourcesOf('src').matchAll(/\blog\s*\.(?:warn|error|fatal)\(((?:[^()]|\((?:[^()]|\([^()]*\))*\))*)\)/g);
    const messages = [...calls].map(([, given = '']) => /'([^']+)',?\s*$/.exec(given.trim())?.[1] ?? given);
    assert.ok(messages.length > 5, 'no warnings were found');
    for (const message of messages) {
      if (message === 'abnormal use') continue;
      assert.ok(HEADINGS.includes(message), `no entry for the line "${message}"`);
    }
  });

  it('speaks of each metric', () => {
    const names = [...sourcesOf('src/http').matchAll(/\bname: '([a-z]+(?:_[a-z]+)+)',\s+help:/g)].map(([, name = '']) => name);
    assert.ok(names.length > 8, 'no metrics were found');
    for (const name of names) assert.ok(RUNBOOK.includes(name), `nothing about the metric ${name}`);
  });

  it('has an entry for each complaint of work in the background that has a metric of its own', () => {
    for (const code of ['EVIDENCE_OVERDUE', 'JOURNAL_UNANCHORED', 'SIGNER_UNAVAILABLE', 'STORE_UNAVAILABLE'])
      assert.ok(HEADINGS.includes(code), `no entry for ${code}`);
  });

  it('names commands that there are', () => {
    const named = [...RUNBOOK.matchAll(/`yinzheng ([a-z-]+)(?: ([a-z-]+))?/g)];
    assert.ok(named.length > 10, 'no commands were found');
    for (const [text, first = '', second = ''] of named)
      assert.ok(first in COMMANDS || `${first} ${second}` in COMMANDS, `${text} is no command`);
  });

  it('leads to headings that are there', () => {
    for (const [, file = '', anchor = ''] of RUNBOOK.matchAll(/\]\(([a-z-]+\.md)?#([^)]+)\)/g)) {
      const text = file === '' ? RUNBOOK : readFileSync(join(ROOT, 'docs', file), 'utf8');
      const anchors = [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replace(/[^\p{L}\p{N} _-]/gu, '')
          .replaceAll(' ', '-'),
      );
      assert.ok(anchors.includes(anchor), `${file}#${anchor} leads nowhere`);
    }
  });
});
