// Runs one `advance` in a process of its own, which a test can kill. The job comes as the first argument; each line of output is a progress
// report, the last one the answer with the largest memory (RSS, bytes).
const { transformFileSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) => {
  const options = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } };
  module._compile(transformFileSync(file, options).code, file);
};
const { directEngine } = require('../../../shared/engines/direct/index.ts');

let largest = 0;
const measure = () => {
  largest = Math.max(largest, process.memoryUsage.rss());
};
setInterval(measure, 20).unref();

let told = 0;
let last = '';
const context = {
  softDeadline: new Date(Date.now() + 300_000),
  signal: new AbortController().signal,
  isWanted: async () => true,
  willCreate: async () => {},
  report: (progress) => {
    const milestone = `${progress.phase} ${progress.tablesDone}`;
    if (Date.now() - told < 20 && milestone === last) return;
    told = Date.now();
    last = milestone;
    console.log(JSON.stringify({ progress }));
  },
};
directEngine.advance(JSON.parse(process.argv[2]), context).then((answer) => {
  measure();
  console.log(JSON.stringify({ answer, largest }));
});
