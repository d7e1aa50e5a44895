// Compiles and lints infra/ with the real Bicep compiler, and predicts what each parameter file deploys. `--json FILE`: everything that was found.
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { getBicep } from './bicep-compiler.mjs';
import { openBicep } from './bicep-session.mjs';
import { filesBelow } from './files.mjs';

/** A deployment that never was: what names and ids are made of. */
const deployment = {
  tenantId: '00000000-0000-0000-0000-00000000000a',
  subscriptionId: '00000000-0000-0000-0000-00000000000b',
  resourceGroup: 'rg-pgflex',
  location: 'westeurope',
  deploymentName: 'pgflex',
};

const [option, jsonFile] = process.argv.slice(2);
if (option && (option !== '--json' || !jsonFile)) throw new Error('Usage: node scripts/bicep.mjs [--json FILE]');
const report = (found) => jsonFile && writeFileSync(jsonFile, JSON.stringify(found));

const compiler = getBicep();
if (!compiler.path) {
  console.log(`skipped: ${compiler.why}`);
  report({ skipped: compiler.why });
} else {
  const bicep = openBicep(compiler.path, { PGFLEX_TOKEN_AUDIENCE: '00000000-0000-0000-0000-000000000000' });
  try {
    await check(bicep);
  } finally {
    await bicep.close();
  }
}

async function check(bicep) {
  const found = { version: (await bicep.call('version', {})).version, templates: {}, deployments: {}, problems: [] };
  const problem = (file, text) => found.problems.push(`${relative('.', file)}: ${text}`);
  const note = (file, diagnostics) => {
    for (const { level, code, message, source, range } of diagnostics) {
      const place = range ? `(${range.start.line + 1},${range.start.char + 1})` : '';
      problem(source ?? file, `${place} ${level} ${code}: ${message}`);
    }
  };
  for (const file of filesBelow(['infra'], ['.bicep'])) {
    const { diagnostics, contents } = await bicep.call('compile', { path: resolve(file) });
    note(file, diagnostics);
    if (contents) found.templates[file] = JSON.parse(contents);
  }
  for (const file of filesBelow(['infra'], ['.bicepparam'])) {
    const { diagnostics, template } = await bicep.call('compileParams', { path: resolve(file), parameterOverrides: {} });
    note(file, diagnostics);
    if (!template) continue;
    const { resourceGroup, ...ofSubscription } = deployment;
    const metadata = template.includes('subscriptionDeploymentTemplate.json') ? ofSubscription : { ...ofSubscription, resourceGroup };
    const { snapshot } = await bicep.call('getSnapshot', { path: resolve(file), metadata, externalInputs: [] });
    const { predictedResources, diagnostics: predictions, outputs } = JSON.parse(snapshot);
    note(file, predictions);
    found.deployments[basename(file, '.bicepparam')] = { resources: predictedResources, outputs };
  }
  for (const file of filesBelow(['infra'], ['.bicep', '.bicepparam'])) {
    const { contents } = await bicep.call('format', { path: resolve(file) });
    if (contents !== readFileSync(file, 'utf8')) problem(file, 'is not formatted: bicep format');
  }
  report(found);
  for (const line of found.problems) console.log(line);
  const counts = [Object.keys(found.templates).length, Object.keys(found.deployments).length];
  console.log(`Bicep ${found.version}: ${counts[0]} files, ${counts[1]} parameter files, ${found.problems.length} problems`);
  if (found.problems.length) process.exitCode = 1;
}
