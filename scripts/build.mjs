// Compiles the TypeScript to dist with SWC (types are the check's matter), and copies SQL files and plain-JavaScript workers beside it.
// Then builds the portal.
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { transformFile } from '@swc/core';
import { copyFile, filesBelow } from './files.mjs';
import { buildPortal } from './portal.mjs';

const folders = ['functions', 'orchestrators', 'activities', 'shared', 'cli', 'local', 'bench'].filter((folder) => existsSync(folder));
/**
 * What a new worker does not need for its first request is loaded when it is first used: reading code is most of a cold start
 * (`npm run bench -- cold-start`), and of a short command.
 */
const lazy = [
  '../engines/engines',
  ...['@azure/identity', '@azure/core-rest-pipeline', 'read', '../arguments/migration-body'], // the command line
  ...['@azure/storage-blob', '@azure/service-bus', '@azure/eventgrid', '@azure/keyvault-secrets'],
  ...filesBelow(['activities'], ['.ts']).map((file) => `./${file.replace(/\.ts$/, '')}`), // as app.ts names them
  ...['estimate/estimate-migration', 'report/render-report', 'contract/openapi/document'].map((file) => `../shared/${file}`), // as functions name them
  ...['browse-catalog', 'find-orphans', 'look-at-server', 'plan-migrations', 'plan-network'].map((file) => `../shared/migrations/${file}`),
];
const options = {
  swcrc: false,
  sourceMaps: true,
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
  // Packages that are ESM only are loaded by import(), which must stay what it is.
  module: { type: 'commonjs', ignoreDynamic: true, lazy },
};

const targetOf = (file) => `dist/${file.replace(/\.ts$/, '.js')}`;
const isOlder = (file, target) => !existsSync(target) || statSync(target).mtimeMs < statSync(file).mtimeMs;

async function compile(file) {
  const target = targetOf(file);
  const { code, map } = await transformFile(file, options);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, `${code}\n//# sourceMappingURL=${target.split('/').at(-1)}.map\n`);
  if (map) writeFileSync(`${target}.map`, map);
}

const sources = ['app.ts', ...filesBelow(folders, ['.ts']).filter((file) => !file.endsWith('.d.ts'))];
const assets = filesBelow(folders, ['.sql', '.mjs']);
await Promise.all(sources.filter((file) => isOlder(file, targetOf(file))).map(compile));
for (const file of assets) if (isOlder(file, `dist/${file}`)) copyFile(file, `dist/${file}`);

// What has no source any more must not be found by the host.
const wanted = new Set([...sources.map(targetOf), ...assets.map((file) => `dist/${file}`)]);
for (const file of filesBelow(['dist'], ['.js', '.sql', '.mjs'])) if (!wanted.has(file) && !file.startsWith('dist/portal/')) rmSync(file);
await buildPortal();
