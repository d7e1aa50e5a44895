// Builds the portal to dist/portal: hashed assets, each with a Brotli and a gzip copy beside it. Does nothing if no source is newer.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'vite';
import { filesBelow } from './files.mjs';

const outDir = 'dist/portal';
const page = `${outDir}/index.html`;
const compressible = ['.html', '.js', '.css', '.svg'];

const inputs = [
  ...filesBelow(['portal', 'shared/contract', 'shared/domain'], ['.ts', '.tsx', '.css', '.html', '.svg']),
  'scripts/portal.mjs',
  'package-lock.json',
];

export async function buildPortal() {
  const builtMs = existsSync(`${page}.br`) ? statSync(page).mtimeMs : 0;
  if (inputs.every((file) => statSync(file).mtimeMs < builtMs)) return;
  await build({
    root: resolve('portal'),
    configFile: false,
    base: '/portal/',
    logLevel: 'warn',
    build: {
      outDir: resolve(outDir),
      emptyOutDir: true,
      rolldownOptions: {
        // "use client" is for servers that render; there is none.
        onLog: (level, log, show) => log.code === 'MODULE_LEVEL_DIRECTIVE' || show(level, log),
      },
      target: 'es2022',
      assetsInlineLimit: 0, // the content security policy allows no data: addresses
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 1000,
    },
  });
  for (const file of filesBelow([outDir], compressible)) {
    const content = readFileSync(file);
    writeFileSync(`${file}.br`, brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: content.length } }));
    writeFileSync(`${file}.gz`, gzipSync(content, { level: 9 }));
  }
}
