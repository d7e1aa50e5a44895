// Checks that the custom connector of infra/logic-apps is what the schemas of the API say; `--write` writes it.
import { execFileSync } from 'node:child_process';
import { load, writeOrCheck } from './typescript.mjs';

const file = 'infra/logic-apps/connector.json';
const { connectorDocument } = load('../shared/contract/openapi/connector.ts');
const text = execFileSync('node_modules/.bin/biome', ['format', `--stdin-file-path=${file}`], {
  input: JSON.stringify(connectorDocument()),
  encoding: 'utf8',
});
writeOrCheck(file, text, 'scripts/connector.mjs');
