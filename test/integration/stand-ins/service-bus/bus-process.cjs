// Runs a local Service Bus as a process of its own, so that a test can kill it: node bus-process.cjs <settings as JSON>.
// Prints its connection string when it is ready. TypeScript is compiled on the fly, as jest does it.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { transformSync } = require('@swc/core');

require.extensions['.ts'] = (module, file) => {
  const { code } = transformSync(readFileSync(file, 'utf8'), {
    filename: file,
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  });
  module._compile(code, file);
};

const { startServiceBus } = require(join(__dirname, '../../../../local/stand-ins/service-bus/index.ts'));

startServiceBus({ ...JSON.parse(process.argv[2]), log: (line) => console.error(line) }).then(
  ({ connectionString }) => console.log(connectionString),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
process.on('disconnect', () => process.exit(0)); // the test is gone
