/** Two real servers of a pair of versions, with the data sets on the source; each is migrated once undisturbed, to know how long that takes. */
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseJob, ServerConnection } from '../../../shared/engines/engine';
import { compareDatabases } from '../../demo/compare/compare-databases';
import type { PostgresServer } from '../../postgres/postgres-server';
import { startPostgres } from '../../postgres/start-postgres';
import type { DataSet, Pair } from './cases';
import { startEngineHost } from './engine-host';

export interface EngineWorld {
  source: PostgresServer;
  target: PostgresServer;
  job(dataSet: DataSet): DatabaseJob;
  /** Makes the data set where it is not there yet. */
  usualMs(dataSet: DataSet, sliceMs: number): Promise<number>;
  /** What differs between both sides, by means that share nothing with the engine. */
  differences(dataSet: DataSet): Promise<string[]>;
  /** A crash has emptied unlogged tables of the source: it is made anew for the next case. */
  forget(dataSet: DataSet): Promise<void>;
  end(): Promise<void>;
}

const textOf = (name: string) => readFile(join(__dirname, `${name}.sql`), 'utf8');

export async function openEngineWorld(pair: Pair): Promise<EngineWorld> {
  const source = await startPostgres({ major: pair.source });
  const target = await startPostgres({ major: pair.target }).catch(async (error) => {
    await source.stop();
    throw error;
  });
  const usual = new Map<string, Promise<number>>();
  const made = new Map<DataSet, Promise<void>>();
  const once = <Key, Value>(known: Map<Key, Promise<Value>>, key: Key, make: () => Promise<Value>) => {
    const value = known.get(key) ?? make();
    known.set(key, value);
    return value;
  };

  const make = (dataSet: DataSet) =>
    once(made, dataSet, async () => {
      await source.createDatabase(dataSet);
      await source.run(dataSet, await textOf(dataSet));
      await source.run(dataSet, 'ANALYZE');
    });
  const job = (dataSet: DataSet): DatabaseJob => ({
    migrationId: randomUUID(),
    number: 0,
    database: dataSet,
    source: connectionOf(source),
    target: connectionOf(target),
  });
  return {
    source,
    target,
    job,
    usualMs: (dataSet, sliceMs) =>
      once(usual, `${dataSet} ${sliceMs}`, async () => {
        await make(dataSet);
        const host = startEngineHost({ job: job(dataSet), sliceMs });
        await host.begun;
        const begunOn = Date.now();
        const ended = await host.ended;
        const tookMs = Date.now() - begunOn;
        await host.release();
        await target.run('postgres', `DROP DATABASE IF EXISTS "${dataSet}"`);
        if (ended.state !== 'Succeeded') throw new Error(`Undisturbed, ${dataSet} does not arrive: ${JSON.stringify(ended)}`);
        return tookMs;
      }),
    async differences(dataSet) {
      const { differences } = await compareDatabases(source, target, [dataSet]);
      const [there, here] = await Promise.all([objects(source, dataSet), objects(target, dataSet)]);
      return [
        ...differences,
        ...there.filter((line) => !here.includes(line)).map((line) => `only on the source: ${line}`),
        ...here.filter((line) => !there.includes(line)).map((line) => `only on the target: ${line}`),
      ];
    },
    forget: async (dataSet) => {
      made.delete(dataSet);
      await source.run('postgres', `DROP DATABASE "${dataSet}"`);
      await make(dataSet);
    },
    end: async () => {
      await Promise.all([source.stop(), target.stop()]);
    },
  };
}

async function objects(server: PostgresServer, database: string): Promise<string[]> {
  const rows = await server.run<{ line: string }>(database, `SET search_path = ''; ${await textOf('objects')}`);
  return rows.map(({ line }) => line);
}

const connectionOf = ({ host, port, login }: PostgresServer): ServerConnection => ({ host, port, ...login, sslMode: 'Prefer' });
