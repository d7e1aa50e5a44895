// Takes over into the ledger what the service has loaded: from then on these tables count as copied, and wait for their proof.
import { fail } from '../../domain/error-codes';
import { ownApplicationNames } from '../../domain/names';
import { quoteLiteral } from '../../postgres/quote';
import type { Wire } from '../../postgres/wire';
import type { Brought } from '../direct/copy-findings';
import { noteUnits } from '../direct/copy-tables';
import { insertAttempts, selectUnits, storeFact, storeProofs, unprovenBy } from '../direct/ledger';
import { broughtFact, tableKey } from '../direct/ledger-keys';
import type { CatalogTable } from '../direct/schema/types';
import type { Slice } from '../direct/slice';
import type { TableLoad } from './read-load';
import { byPlainName, plainName } from './table-names';

export async function noteLoaded(slice: Slice, target: Wire, loads: readonly TableLoad[]): Promise<void> {
  const { work, catalog, ledger } = slice;
  const { names, job } = work;
  const byName = byPlainName(loads, ({ name }) => name);
  const own = byPlainName(catalog.tables, ({ name }) => plainName(name));
  const loaded = [...own].flatMap(([name, table]) => {
    const load = byName.get(name);
    return load?.state === 'COMPLETED' && table.filter === undefined ? [{ table, load }] : [];
  });
  const tables = loaded.map(({ table }) => table);
  const rest = catalog.tables.filter((table) => !tables.includes(table) && table.filter === undefined);
  const keys = tables.map(({ name }) => tableKey(name));
  await endSessionsOfService(target);
  const counted = job.proof === 'off' ? await countRows(slice, target, tables) : undefined;
  const brought: Brought = { by: 'Azure Database Migration Service', tables: tables.map(({ name }) => name) };
  slice.begin();
  const statements = [
    'BEGIN',
    ...(rest.length ? [`TRUNCATE ONLY ${rest.map(({ name }) => name).join(', ONLY ')}`] : []), // whatever it is, it is copied anew
    ...(keys.length ? [insertAttempts(names.ledger, keys), insertLoaded(names.ledger, loaded)] : []),
    ...(counted?.length ? [storeProofs(names.ledger, counted)] : []),
    storeFact(names.ledger, broughtFact, brought),
    'COMMIT',
    selectUnits(names.ledger),
  ];
  noteUnits(slice, await target.query(statements.join(';')));
  ledger.facts.set(broughtFact, JSON.stringify(brought));
}

/** Bytes are those on the source's disk: the service counts none. Nobody has read the rows yet, so that there is no hash of them. */
function insertLoaded(ledger: string, loaded: { table: CatalogTable; load: TableLoad }[]): string {
  const time = (date: Date | undefined) => (date ? `${quoteLiteral(date.toISOString())}::timestamptz` : 'pg_catalog.clock_timestamp()');
  const values = loaded.map(
    ({ table: { name, sizeBytes }, load: { rows, startedOn, endedOn } }) =>
      `(${quoteLiteral(tableKey(name))}, ${time(startedOn)}, ${time(endedOn)}, ${rows}, ${sizeBytes}, '')`,
  );
  return `INSERT INTO ${ledger}.unit (key, started_on, ended_on, rows, bytes, source_hash) VALUES ${values.join(', ')}`;
}

/** A session that the service forgot would keep the database from getting its name. Nobody else knows of it yet. */
async function endSessionsOfService(target: Wire): Promise<void> {
  await target.query(`SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity
    WHERE datname = pg_catalog.current_database() AND usename = current_user AND pid <> pg_catalog.pg_backend_pid()
      AND pg_catalog.strpos(application_name, ${quoteLiteral(ownApplicationNames)}) <> 1`);
}

/** Where nothing is to be read back, the rows are counted at least: the service's own number proves nothing. */
async function countRows({ source }: Slice, target: Wire, tables: CatalogTable[]) {
  const proofs = [];
  for (const { name } of tables) {
    const count = `SELECT pg_catalog.count(*)::text AS rows FROM ONLY ${name}`;
    const [[there], [found]] = await Promise.all([source.session.rows<{ rows: string }>(count), target.query(count)]);
    const here = found?.rows[0]?.[0];
    if (there?.rows !== here) {
      throw fail('CONTENT_MISMATCH', `Table ${name} has ${there?.rows} rows on the source and ${here} on the target.`, { objects: [name] });
    }
    proofs.push({ key: tableKey(name), proof: unprovenBy('count(*)', String(here)) });
  }
  return proofs;
}
