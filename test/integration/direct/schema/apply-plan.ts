// Applies a schema plan as the copy side does: pre-data in one transaction, then units over several sessions as they become ready.
import type { Client } from 'pg';
import type { PostgresServer } from '../../../../local/postgres/postgres-server';
import { compareCatalogs } from '../../../../shared/engines/direct/catalog/compare/compare-catalogs';
import { readCatalog } from '../../../../shared/engines/direct/catalog/read-catalog';
import { dumpSchema } from '../../../../shared/engines/direct/schema/dump-schema';
import { planSchema } from '../../../../shared/engines/direct/schema/plan-schema';
import type { PostDataUnit, SchemaPlan, SchemaStatement } from '../../../../shared/engines/direct/schema/types';
import type { CatalogComparison } from '../../../../shared/engines/engine';
import { openCatalogSession } from '../../../../shared/postgres/catalog-session';
import { connectionOf } from '../../../support/connection';
import type { SourceAndTarget } from '../../../support/source-and-target';

const applicationName = 'schema test';
const sessions = 3;

export const catalogOf = (server: PostgresServer, database: string) =>
  openCatalogSession(connectionOf(server), { database, applicationName });

export async function planOf({ source, target }: SourceAndTarget, database: string): Promise<SchemaPlan> {
  const entries = await dumpSchema(connectionOf(source), database, { applicationName, signal: new AbortController().signal });
  const session = await catalogOf(source, database);
  try {
    return planSchema(entries, await readCatalog(session), { targetVersion: target.major * 10000 });
  } finally {
    await session.end();
  }
}

/** `load` runs between pre-data and post-data. */
export async function applyPlan(target: PostgresServer, database: string, plan: SchemaPlan, load = ''): Promise<void> {
  const clients = await Promise.all(Array.from({ length: sessions }, () => target.connect(database)));
  try {
    for (const client of clients) await client.query(plan.session);
    const [first] = clients;
    if (first) await inTransaction(first, plan.preData);
    await target.run(database, load);
    await runUnits(clients, plan.postData);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function runUnits(clients: Client[], units: readonly PostDataUnit[]): Promise<void> {
  const waiting = new Set(units);
  const done = new Set<string>();
  const running = new Map<Client, Promise<Client>>();
  const idle = [...clients];
  while (waiting.size > 0 || running.size > 0) {
    for (const unit of waiting) {
      if (idle.length === 0) break;
      if (!unit.dependsOn.every((key) => done.has(key))) continue;
      const client = idle.pop();
      if (!client) break;
      waiting.delete(unit);
      running.set(
        client,
        inTransaction(client, unit.statements).then(() => {
          done.add(unit.key);
          return client;
        }),
      );
    }
    if (running.size === 0) throw new Error(`Units wait for one another: ${[...waiting].map(({ key }) => key).join(', ')}`);
    const client = await Promise.race(running.values());
    running.delete(client);
    idle.push(client);
  }
}

async function inTransaction(client: Client, statements: readonly SchemaStatement[]): Promise<void> {
  await client.query('BEGIN');
  for (const { kind, object, sql } of statements) {
    try {
      await client.query(sql);
    } catch (error) {
      throw new Error(`${kind} ${object}: ${error instanceof Error ? error.message : error}\n${sql}`);
    }
  }
  await client.query('COMMIT');
}

/** The comparison of both catalogues, as the engine makes it. */
export async function comparison({ source, target }: SourceAndTarget, database: string, plan: SchemaPlan): Promise<CatalogComparison> {
  const expected = await catalogOf(source, database);
  const found = await catalogOf(target, database);
  try {
    return await compareCatalogs(expected, found, { ledgerSchema: 'pgflex_test', skipped: plan.skipped });
  } finally {
    await Promise.all([expected.end(), found.end()]);
  }
}

export const defectsOf = ({ differences }: CatalogComparison) => differences.filter(({ verdict }) => verdict === 'defect');
