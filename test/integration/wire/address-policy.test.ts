// The address that a server's name leads to is checked before it is connected to, and it is the one that is connected to.
import { readFileSync } from 'node:fs';
import { newestMajor } from '../../../local/postgres/installations';
import type { PostgresServer } from '../../../local/postgres/postgres-server';
import { startPostgres } from '../../../local/postgres/start-postgres';
import { ensureCertificates } from '../../../local/tls/ensure-certificates';
import type { ServerConnection } from '../../../shared/engines/engine';
import { openCatalogSession } from '../../../shared/postgres/catalog-session';
import { connectionOf } from '../../support/connection';
import { temporaryDirectory } from '../../support/temporary-directory';

const directory = temporaryDirectory();
let server: PostgresServer;
let byName: ServerConnection;

beforeAll(async () => {
  const tls = await ensureCertificates(directory(), ['localhost']); // the name alone: an address would not verify
  server = await startPostgres({ major: newestMajor(), tls: { ...tls, required: true } });
  byName = { ...connectionOf(server), host: 'localhost', sslMode: 'VerifyFull', ca: readFileSync(tls.caFile, 'utf8') };
});

afterAll(() => server.stop());

const open = (connection: ServerConnection) => openCatalogSession(connection, { database: 'postgres', applicationName: 'pgflex test' });

test('an address that is not allowed is refused with its reason, and never connected to', async () => {
  const refused = open({ ...byName, addressProblem: (address) => `has the address ${address}, which is not allowed` });
  await expect(refused).rejects.toMatchObject({
    error: { code: 'SERVER_NOT_ALLOWED', message: expect.stringMatching(/'localhost' has the address/) },
  });
});

test('an allowed one is connected to, and its certificate is still checked against the name', async () => {
  const seen: string[] = [];
  const session = await open({
    ...byName,
    addressProblem: (address) => {
      seen.push(address);
      return undefined;
    },
  });
  expect(seen).toEqual([expect.stringMatching(/^(127\.0\.0\.1|::1)$/)]);
  expect(await session.rows('SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()')).toEqual([{ ssl: true }]);
  await session.end();
});

test('a name that leads nowhere is told as that', async () => {
  const nowhere = open({ ...byName, host: 'no-such-host.invalid', addressProblem: () => undefined });
  await expect(nowhere).rejects.toMatchObject({ error: { code: 'DNS_FAILED' } });
});
