import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

/** Builds the page into `dist/web`: no inlined scripts or data addresses, so that it runs under a content security policy of `self`. */
export default defineConfig({
  plugins: [vue()],
  define: { __VUE_OPTIONS_API__: 'false' },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: ['chrome80', 'safari14'],
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:3000' } },
});
