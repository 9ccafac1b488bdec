/** Skips a test and says why in its title, or in the titles of all that a hook goes before. */
export function skipped(context: Mocha.Context, reason: string): never {
  const name = (test: { title: string }): void => {
    test.title += ` (skipped: ${reason})`;
  };
  const { test } = context;
  if (test?.title.startsWith('"before all"')) test.parent?.eachTest(name);
  else if (test) name(test);
  return context.skip();
}
