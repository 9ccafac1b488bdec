/** What the commands of administration share: work over an installation that is closed again, with its facts printed, and lists read whole. */
import type { CliContext, Opened } from './context.ts';
import { EXIT, type ExitCode } from './exit.ts';
import type { Facts } from './inspection/facts.ts';
import { printFacts } from './output/facts.ts';

const PAGE = 500;

/** Works over what is opened, prints the facts, as JSON where asked for, and closes it whatever happens. */
export async function printOver<Value>(
  context: CliContext,
  { json, open }: { readonly json: boolean; readonly open: () => Promise<Opened<Value>> },
  work: (value: Value) => Promise<Facts>,
): Promise<ExitCode> {
  const opened = await open();
  try {
    const facts = await work(opened.value);
    context.out(json ? JSON.stringify(facts, null, 2) : printFacts(facts, context));
    return EXIT.passed;
  } finally {
    await opened.close();
  }
}

/** All that a list has, page after page. */
export async function everyPage<Item>(
  read: (page: { readonly after: string | undefined; readonly limit: number }) => Promise<{
    readonly items: readonly Item[];
    readonly next: string | null;
  }>,
): Promise<readonly Item[]> {
  const found: Item[] = [];
  for (let after: string | undefined; ;) {
    const { items, next } = await read({ after, limit: PAGE });
    found.push(...items);
    if (next === null) return found;
    after = next;
  }
}
