// pg_dump (WASM) reads real servers over their own authenticated sessions.
import { dumpSchema } from '../../../../shared/engines/direct/schema/dump-schema';
import type { ServerConnection } from '../../../../shared/engines/engine';
import { loadChinook } from '../../../support/load-chinook';
import { sourceAndTarget } from '../../../support/source-and-target';

const servers = sourceAndTarget();
const signal = new AbortController().signal;
const connection = (): ServerConnection => ({
  ...servers.source.login,
  host: servers.source.host,
  port: servers.source.port,
  sslMode: 'Prefer',
});

test('the schema of Chinook comes as entries with OIDs', async () => {
  await loadChinook(servers.source, 'chinook');
  const t = performance.now();
  const entries = await dumpSchema(connection(), 'chinook', { applicationName: 'test', signal });
  console.log(
    performance.now() - t,
    entries.map((e) => [e.tocId, e.classOid, e.oid, e.kind, e.schema, e.name, e.section, e.sql.length].join('|')).join('\n'),
  );
});
