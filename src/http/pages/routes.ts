import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { defineRoute, type Answer, type Route } from '../route.ts';

const NOT_BUILT = `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<title>印证 Yinzheng</title>
<h1>印证 Yinzheng</h1>
<p>网页尚未构建，请运行 <code>npm run build</code>。接口说明见 <a href="/openapi.json">/openapi.json</a>。</p>
<p lang="en">The page is not built yet: run <code>npm run build</code>. The interface is described at <a href="/openapi.json">/openapi.json</a>.</p>
</html>
`;

/** The page for everybody: its start, and where the QR codes of licences lead. */
export function pageRoutes(webRoot: string): readonly Route[] {
  const facts = {
    method: 'get',
    tag: 'page',
    limit: 'none',
    access: 'anonymous',
    body: 'none',
    errors: [],
    answers: {
      200: { description: 'The page', type: 'text/html' },
      503: { description: 'The page is not built', type: 'text/html' },
    },
    handle: () => page(webRoot),
  } as const;
  return [
    defineRoute({ ...facts, path: '/', summary: 'Verify a file or a printed code', input: {} }),
    defineRoute({ ...facts, path: '/v', summary: 'Where the QR code of a licence leads, its claim behind #', input: {} }),
    defineRoute({
      ...facts,
      path: '/v/{code}',
      summary: 'Where the QR codes of licences lead that have no claim',
      // The page tells people when a code is mistyped, so nothing is refused here.
      input: { params: z.object({ code: z.string() }) },
    }),
  ];
}

async function page(webRoot: string): Promise<Answer> {
  const text = await readFile(join(webRoot, 'index.html'), 'utf8').catch(() => null);
  return { status: text === null ? 503 : 200, content: { kind: 'text', type: 'text/html', text: text ?? NOT_BUILT } };
}
