// Tables and reports of an account that is opened by identity alone: settings, token and both clients, against Azurite over https.
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchAzurite } from '../../../local/azurite/launch-azurite';
import { stopAzurite } from '../../../local/azurite/stop-azurite';
import { openDirectory } from '../../../local/stand-ins/entra/directory';
import { entraError } from '../../../local/stand-ins/entra/errors';
import { entraRoutes } from '../../../local/stand-ins/entra/routes';
import { tenantTokens } from '../../../local/stand-ins/entra/tokens';
import { type HttpsServer, serve } from '../../../local/stand-ins/http/serve';
import { ensureCertificates } from '../../../local/tls/ensure-certificates';
import type { DatabaseReport } from '../../../shared/engines/engine';
import { readReport, writeReport } from '../../../shared/state/reports';
import { readRow, writeRow } from '../../../shared/state/tables';
import { temporaryDirectory } from '../../support/temporary-directory';

/** Azurite takes tokens of Microsoft's own authorities only, and looks at the issuer's name instead of the signature. */
const issuerKnownToAzurite = 'https://sts.windows.net';

let entra: HttpsServer | undefined;
let azuriteFolder: string | undefined;
afterAll(async () => {
  await entra?.close();
  if (azuriteFolder) await stopAzurite(azuriteFolder);
});
const directory = temporaryDirectory();

beforeAll(async () => {
  const { caFile, certFile, keyFile } = await ensureCertificates(join(directory(), 'tls'));
  const tenant = await openDirectory(join(directory(), 'entra'));
  const [clientId, clientSecret] = [randomUUID(), 'a-secret'];
  await tenant.putClient(clientId, clientSecret, { appRoles: [], roleAssignments: [] });
  entra = await serve({
    name: 'Entra ID',
    port: 0,
    tls: { cert: await readFile(certFile, 'utf8'), key: await readFile(keyFile, 'utf8') },
    routes: entraRoutes(
      tenant,
      tenantTokens(tenant, () => issuerKnownToAzurite),
    ),
    problem: (status, _code, message) => entraError(status, 'server_error', 90023, message),
    log: () => undefined,
  });
  azuriteFolder = directory();
  const { ports } = await launchAzurite({
    directory: azuriteFolder,
    log: join(azuriteFolder, 'azurite.log'),
    tokenAccess: { certFile, keyFile },
  });
  delete process.env.AzureWebJobsStorage;
  Object.assign(process.env, {
    AzureWebJobsStorage__tableServiceUri: `https://127.0.0.1:${ports.table}/devstoreaccount1`,
    AzureWebJobsStorage__blobServiceUri: `https://127.0.0.1:${ports.blob}/devstoreaccount1`,
    AZURE_AUTHORITY_HOST: entra.url,
    AZURE_TENANT_ID: tenant.tenantId,
    AZURE_CLIENT_ID: clientId,
    AZURE_CLIENT_SECRET: clientSecret,
    PGFLEX_CA_FILE: caFile,
    PGFLEX_DISABLE_INSTANCE_DISCOVERY: '1',
    PGFLEX_KEY_VAULT_URL: 'https://127.0.0.1:1',
    PGFLEX_SERVICE_BUS: 'bus.example',
    PGFLEX_AUTH: 'off',
    AZURE_FUNCTIONS_ENVIRONMENT: 'Development',
  });
});

test('a row is written to a table that is made first, and read back', async () => {
  await writeRow('migrations', 'partition', 'row', { answer: 42 });
  expect(await readRow('migrations', 'partition', 'row')).toMatchObject({ value: { answer: 42 } });
});

test('a report is written to a container that is made first, and read back', async () => {
  const report = { database: 'app', tables: [] } as unknown as DatabaseReport;
  await writeReport('id', 0, report);
  expect(await readReport('id', 0)).toEqual(report);
});
