// Checks that openapi.json is what the schemas of the API say; `--write` writes it.
import { execFileSync } from 'node:child_process';
import { load, writeOrCheck } from './typescript.mjs';

const file = 'openapi.json';
const { openApiDocument } = load('../shared/contract/openapi/document.ts');
// Formatted as everything here is, so that the format check and this one agree.
const text = execFileSync('node_modules/.bin/biome', ['format', `--stdin-file-path=${file}`], {
  input: JSON.stringify(openApiDocument()),
  encoding: 'utf8',
});
writeOrCheck(file, text, 'scripts/openapi.mjs');
