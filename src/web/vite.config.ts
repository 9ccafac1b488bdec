import vue from '@vitejs/plugin-vue';
import { defineConfig, type Plugin } from 'vite';

const WORKER = 'service-worker';

/** Tells the service worker which files the page has. */
function shellList(): Plugin {
  return {
    name: 'yinzheng-shell',
    generateBundle(_, bundle) {
      const files = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
      const worker = bundle[`${WORKER}.js`];
      if (worker?.type !== 'chunk') return;
      worker.code = `const SHELL = ${JSON.stringify(['/favicon.svg', ...files.sort().map((name) => `/${name}`)])};\n${worker.code}`;
    },
  };
}

/** Tables of messages of what no browser does: nothing that the page has throws an error of theirs. */
const SERVER_MESSAGES = /\/src\/base\/errors\/(access|document|drawing|licence|operation|seal|storage)\.ts$/;

/** Leaves the messages of the server out of the page, which grow with it. */
function withoutServerMessages(): Plugin {
  return {
    name: 'yinzheng-messages',
    enforce: 'pre',
    load(id) {
      const name = SERVER_MESSAGES.exec(id)?.[1];
      return name === undefined ? null : `export const ${name}Messages = {};`;
    },
  };
}

/** Builds the page into `dist/web`: no inlined scripts or data addresses, so that it runs under a content security policy of `self`. */
export default defineConfig({
  plugins: [vue(), shellList(), withoutServerMessages()],
  define: { __VUE_OPTIONS_API__: 'false' },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: ['chrome80', 'safari14'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      input: { main: `${import.meta.dirname}/index.html`, [WORKER]: `${import.meta.dirname}/${WORKER}.ts` },
      output: {
        // Its scope is where it lies.
        entryFileNames: ({ name }) => (name === WORKER ? `${WORKER}.js` : 'assets/[name]-[hash].js'),
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
