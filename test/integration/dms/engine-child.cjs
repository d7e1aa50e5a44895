// Drives one database by the engine dms in a process of its own, which a test can kill. The job, without access to Azure, comes as the first
// argument, the access without an identity as the second; each line of output is what happened.
const { transformFileSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) => {
  const options = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } };
  module._compile(transformFileSync(file, options).code, file);
};
const { dmsEngine } = require('../../../shared/engines/dms/index.ts');
const { credential } = require('../../../shared/azure/credential.ts');

const tell = (event) => console.log(JSON.stringify(event));
const context = () => ({
  softDeadline: new Date(Date.now() + 300_000),
  signal: new AbortController().signal,
  isWanted: async () => true,
  willCreate: async ({ kind, name }) => tell({ created: `${kind} ${name}` }),
  report: ({ phase, tablesDone }) => tell({ phase, tablesDone }),
});
const job = { ...JSON.parse(process.argv[2]), azure: { ...JSON.parse(process.argv[3]), identity: credential() } };

async function run() {
  for (let answer = { kind: 'more' }; answer.kind !== 'ended'; ) {
    answer = await dmsEngine.advance(job, context());
    tell({ answer: answer.kind });
  }
}
run();
