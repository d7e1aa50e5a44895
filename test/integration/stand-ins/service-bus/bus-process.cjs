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

async function run() {
  const bus = await startServiceBus({ ...JSON.parse(process.argv[2]), log: (line) => console.error(line) });
  const endWithTest = () => process.exit(1);
  process.once('disconnect', endWithTest); // the test is gone
  process.once('message', async () => {
    process.off('disconnect', endWithTest);
    await bus.close();
    process.disconnect(); // nothing may keep the process alive now
  });
  console.log(bus.connectionString);
}

run().catch((error) => {
  console.error(error);
  process.exit(1);
});
