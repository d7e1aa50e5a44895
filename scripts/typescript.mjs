// Lets a script load the product's TypeScript sources, so that no build is needed, and writes or checks a file that is made from them.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { transformFileSync } from '@swc/core';

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

/** `path`: from this folder. */
export const load = (path) => require(path);

/** With `--write` the file becomes `text`; without, the process fails if it is anything else. */
export function writeOrCheck(file, text, script) {
  if (process.argv.includes('--write')) {
    writeFileSync(file, text);
  } else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what the sources say. Run: node ${script} --write`);
    process.exitCode = 1;
  }
}
