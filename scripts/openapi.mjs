// Checks that openapi.json is what the schemas of the API say; `--write` writes it. Reads the TypeScript sources, so that no build is needed.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { transformFileSync } from '@swc/core';

const file = 'openapi.json';
const require = createRequire(import.meta.url);
// Modules that end in .ts are compiled as they are loaded, and are found without their ending, as the compiler finds them.
require.extensions['.ts'] = (module, path) => {
  const { code } = transformFileSync(path, {
    swcrc: false,
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs', ignoreDynamic: true },
  });
  module._compile(code, path);
};

const { openApiDocument } = require('../shared/contract/openapi/document.ts');
// Formatted as everything here is, so that the format check and this one agree.
const text = execFileSync('node_modules/.bin/biome', ['format', `--stdin-file-path=${file}`], {
  input: JSON.stringify(openApiDocument()),
  encoding: 'utf8',
});
if (process.argv.includes('--write')) {
  writeFileSync(file, text);
} else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
  console.error(`${file} is not what the schemas say. Run: node scripts/openapi.mjs --write`);
  process.exitCode = 1;
}
