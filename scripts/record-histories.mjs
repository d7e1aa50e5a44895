// Records how orchestrations of this build go, for later builds to replay (docs/upgrade.md): node scripts/record-histories.mjs
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { load } from './typescript.mjs';

const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim();
const build = git('rev-parse', 'HEAD');
const [day] = git('show', '-s', '--format=%cs', 'HEAD').split('\n');
const file = `test/orchestrators/histories/${day}-${build.slice(0, 7)}.json`;
const { recordHistories } = load('../test/support/history-scenarios.ts');
writeFileSync(file, `${JSON.stringify({ build, scenarios: await recordHistories() })}\n`);
execFileSync('node_modules/.bin/biome', ['format', '--write', file]);
console.log(file);
