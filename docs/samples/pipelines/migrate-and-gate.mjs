// Creates a migration, follows it to its end, keeps its report, and fails the pipeline unless it succeeded. Node 20, nothing to install.
// Usage: node migrate-and-gate.mjs TARGET_SERVER_ID NAME PROPERTIES.json
// Environment: PGFLEX_API, PGFLEX_TOKEN, SOURCE_PASSWORD, TARGET_PASSWORD; optional: POLL_SECONDS (10), TIMEOUT_MINUTES (300).
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

const [targetId, name, file] = process.argv.slice(2);
const { PGFLEX_API, PGFLEX_TOKEN, SOURCE_PASSWORD, TARGET_PASSWORD, POLL_SECONDS = '10', TIMEOUT_MINUTES = '300' } = process.env;
const missing = Object.entries({ targetId, name, file, PGFLEX_API, PGFLEX_TOKEN, SOURCE_PASSWORD, TARGET_PASSWORD }).flatMap(
  ([what, value]) => (value ? [] : [what]),
);
if (missing.length) {
  console.error(`Missing: ${missing.join(', ')}`);
  process.exit(2);
}

async function call(path, method = 'GET', body = undefined) {
  const response = await fetch(`${PGFLEX_API}${path}`, {
    method,
    headers: { authorization: `Bearer ${PGFLEX_TOKEN}`, ...(body ? { 'content-type': 'application/json' } : {}) },
    body: body && JSON.stringify(body),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
  return text;
}

const properties = JSON.parse(await readFile(file, 'utf8'));
properties.secretParameters = {
  ...properties.secretParameters,
  adminCredentials: { sourceServerPassword: SOURCE_PASSWORD, targetServerPassword: TARGET_PASSWORD },
};
// The same request again is the same migration: a step that is run again goes on following it.
const created = JSON.parse(
  await call(`${targetId}/migrations/${name}?api-version=2025-08-01`, 'PUT', { location: 'pipeline', properties }),
);
const id = created.properties.migrationId;

const deadline = Date.now() + Number(TIMEOUT_MINUTES) * 60_000;
let shown = '';
for (;;) {
  const migration = JSON.parse(await call(`/api/migrations/${id}`));
  const now = `${migration.state} (${migration.subState})`;
  if (now !== shown) console.log(`${new Date().toISOString()} ${name}: ${now}`);
  if (now !== shown && migration.state === 'WaitingForUserAction') for (const step of migration.nextSteps) console.log(`  ${step}`);
  shown = now;
  if (migration.endedOn) {
    await writeFile('migration-report.html', await call(`/api/migrations/${id}/report?format=html`));
    if (migration.error) console.error(`${migration.error.code}: ${migration.error.message} ${migration.error.hint}`);
    process.exitCode = migration.state === 'Succeeded' ? 0 : 1;
    break;
  }
  if (Date.now() > deadline) throw new Error(`Not at its end after ${TIMEOUT_MINUTES} minutes; it goes on without this pipeline.`);
  await delay(Number(POLL_SECONDS) * 1000);
}
