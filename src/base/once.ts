/**
 * A question about an object that does not change, asked once in the object's life: certificates of issuers come back with every document.
 * The object is the only thing the answer may depend on; further arguments are tools. Answers must not change either, and what is thrown is
 * not remembered.
 */
export function once<Subject extends object, Tools extends readonly unknown[], Answer extends object | string | boolean | null>(
  ask: (subject: Subject, ...tools: Tools) => Answer,
): (subject: Subject, ...tools: Tools) => Answer {
  const answers = new WeakMap<Subject, Answer>();
  return (subject, ...tools) => {
    const known = answers.get(subject);
    if (known !== undefined) return known;
    const answer = ask(subject, ...tools);
    answers.set(subject, answer);
    return answer;
  };
}
