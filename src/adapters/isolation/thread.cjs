'use strict';
/**
 * What each thread of a pool is started with: it loads the pool's program by `import()`. The pool itself would `require()` it, and a thread that is
 * ended while it requires a module takes the whole process with it (Node.js 20: `v8::Module::IsGraphAsync`).
 */
const { workerData } = require('node:worker_threads');

Object.defineProperty(exports, '__esModule', { value: true });
exports.default = import(workerData.program).then(
  (program) => program.default,
  (error) => {
    process.nextTick(() => {
      throw error;
    });
  },
);
