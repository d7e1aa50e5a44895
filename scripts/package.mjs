// Makes the zip that is deployed: the compiled service, and of its dependencies what it can load. `npm run package -- [FILE]`
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { nodeFileTrace } from '@vercel/nft';
import { zipSync } from 'fflate';
import { filesBelow } from './files.mjs';

const [zipFile = 'pg-flex-migrator.zip'] = process.argv.slice(2);
/** Run-from-package reads a zip at every start: a large one is slow to deploy and to start. */
const limitMB = 40;
/** No file may be dated later than it is unpacked, and the same content is to give the same zip. */
const datedAt = new Date(2000, 0, 1);
const unixFile = { os: 3, attrs: 0o100644 << 16 };

/** Of this repository: the service without the local stack, the benchmark and the command line. */
const isOwn = (file) => /^dist\/(app\.js|portal\/.*|(activities|functions|orchestrators|shared)\/.*\.(js|mjs|sql))$/.test(file);
/** `@azure/functions-core` is the host itself; the others are for platforms that this is not. */
const known = ['@azure/functions-core', 'pg-native', 'cloudflare:sockets', 'encoding'];

const own = filesBelow(['dist'], ['']).filter(isOwn);
if (!own.includes('dist/app.js')) throw new Error('There is no dist/app.js: run npm run build first.');

// What every require, import and file reference leads to in Node.js: no browser builds, no types, no maps. `module-sync` is a condition
// that only newer versions of Node.js know, and packages name different files for it.
const cache = {};
const trace = (conditions) =>
  nodeFileTrace(
    own.filter((file) => /\.m?js$/.test(file) && !file.startsWith('dist/portal/')),
    { base: process.cwd(), conditions, cache, analysis: { emitGlobs: false } },
  );
const traces = [await trace(['node', 'module-sync']), await trace(['node'])];
for (const { message } of traces.flatMap(({ warnings }) => [...warnings])) {
  const missing = /^Failed to resolve dependency "?([^"\s]+)/.exec(message)?.[1];
  if (missing && !known.includes(missing)) throw new Error(`The package would lack '${missing}': ${message}`);
}
const fileList = [...new Set(traces.flatMap((each) => [...each.fileList]))];
const strays = fileList.filter((file) => !file.startsWith('node_modules/') && !isOwn(file) && file !== 'package.json');
if (strays.length) throw new Error(`The service loads what is not packaged: ${strays.join(', ')}`);

// A package that only development has is one that another may do without: `npm ci --omit=dev` would not have it either.
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
const isForProduction = (file) => {
  const { version, dev, devOptional } = packages[packageFolder(file)] ?? {};
  return version !== undefined && !dev && !devOptional;
};
const traced = fileList.filter((file) => file.startsWith('node_modules/') && isForProduction(file));
const folders = [...new Set(traced.map(packageFolder))];
for (const folder of folders) {
  const installed = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')).version;
  const { version } = packages[folder];
  if (installed !== version) throw new Error(`'${folder}' is ${installed}, and ${version} in package-lock.json: run npm ci first.`);
}
const licences = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /^(licen[cs]e|notice|copying|thirdparty)/i.test(name) && statSync(`${folder}/${name}`).isFile())
    .map((name) => `${folder}/${name}`),
);

const { name, version, description, license, type, main, engines, dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
const manifest = { name, version, private: true, description, license, type, main, engines, dependencies };
const files = [
  ...new Set(['host.json', 'LICENSE', ...own, ...traced, ...folders.map((folder) => `${folder}/package.json`), ...licences]),
].sort();
const content = { 'package.json': Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`) };
for (const file of files) content[file] = readFileSync(file);

const zip = zipSync(content, { level: 6, mtime: datedAt, ...unixFile });
const megabytes = zip.length / 1e6;
if (megabytes > limitMB) throw new Error(`The package is ${megabytes.toFixed(1)} MB, more than ${limitMB} MB.`);
writeFileSync(zipFile, zip);
console.log(`${basename(zipFile)}: ${megabytes.toFixed(1)} MB, ${files.length + 1} files, ${folders.length} packages`);

/** `node_modules/a/node_modules/@b/c/lib/d.js` -> `node_modules/a/node_modules/@b/c`. */
function packageFolder(file) {
  const parts = dirname(file).split('/');
  const last = parts.lastIndexOf('node_modules');
  return parts.slice(0, last + (parts[last + 1]?.startsWith('@') ? 3 : 2)).join('/');
}
