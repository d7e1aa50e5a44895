// Checks the import rules, and that something was checked at all: with a TypeScript it cannot read, the cruiser sees no modules and no violations.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Far below what the project has, far above nothing. */
const fewestModules = 50;

const folders = ['app.ts', 'functions', 'orchestrators', 'activities', 'shared', 'cli', 'local', 'bench', 'portal'].filter((folder) =>
  existsSync(folder),
);
const run = spawnSync(
  process.execPath,
  ['node_modules/dependency-cruiser/bin/dependency-cruise.mjs', '--config', '.dependency-cruiser.cjs', '--output-type', 'json', ...folders],
  { encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
);
if (!run.stdout.startsWith('{')) {
  console.error(run.stderr || run.stdout);
  process.exit(1);
}
const { summary, modules } = JSON.parse(run.stdout);
const own = modules.filter(({ source }) => !source.includes('node_modules') && /\.tsx?$/.test(source)).length;
for (const { from, to, rule } of summary.violations) console.error(`${rule.name}: ${from} -> ${to}`);
if (own < fewestModules) {
  console.error(`Only ${own} modules were read: the import check does not work.`);
  process.exit(1);
}
console.log(`Imports of ${own} modules checked, ${summary.error} violations.`);
process.exit(summary.error ? 1 : 0);
