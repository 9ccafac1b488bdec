/** Puts an example beside every schema of a body in an OpenAPI description. */
import { exampleOf, type Components } from './make.ts';

/** What has bodies: a request, or an answer. */
interface WithContent {
  readonly content?: Readonly<Record<string, { readonly schema?: object; example?: unknown }>>;
}

interface Operation {
  readonly requestBody?: object;
  readonly responses?: object;
}

/** The same description, with examples of what is sent and answered as JSON. */
export function withExamples<T extends { readonly paths?: object; readonly components?: { readonly schemas?: object } }>(
  description: T,
): T {
  const components = (description.components?.schemas ?? {}) as Components;
  const operations = Object.values(description.paths ?? {}).flatMap((path: object) => Object.values(path) as Operation[]);
  for (const { requestBody, responses } of operations) {
    for (const { content } of [requestBody ?? {}, ...(Object.values(responses ?? {}) as object[])] as WithContent[]) {
      for (const [type, body] of Object.entries(content ?? {}))
        if (/[/+]json$/.test(type) && body.schema && body.example === undefined)
          body.example = exampleOf(body.schema, components);
    }
  }
  return description;
}
