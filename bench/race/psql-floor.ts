/** About the least that a copy can cost: one pipe of two psql per table, then its indexes. No schema, no checks; what it leaves out is not timed. */
import type { Client } from 'pg';
import { quoteIdentifier } from '../../local/postgres/sessions';
import { loadSql } from '../../shared/postgres/sql';
import { type Contestant, type Lap, uriOf } from './contestant';
import { runTool } from './tool';

const psql = ['-X', '-q', '-v', 'ON_ERROR_STOP=1'];
/** FREEZE needs the TRUNCATE in its transaction, and is what a migration wants: no VACUUM has to touch the rows later. */
const pipe = `psql -X -q -v ON_ERROR_STOP=1 -c "COPY $3 TO STDOUT (FORMAT binary)" "$1" |
  psql -X -q -v ON_ERROR_STOP=1 -1 -c "TRUNCATE $3" -c "COPY $3 FROM STDIN (FORMAT binary, FREEZE)" "$2"`;
/** A floor only where a table takes longer than a process. */
const unfitFor = { many: 'it starts two processes per table' };

export function psqlFloor(cores: number, missing: string | undefined): Contestant {
  return {
    name: 'floor',
    what: `psql | psql, binary with FREEZE, ${cores} at once; CREATE INDEX, ${cores} at once; FOREIGN KEY; ANALYZE; its schema is not timed`,
    missing,
    unfitFor,
    wantsEmptyDatabase: true,
    async prepare(lap) {
      const schema = ['--schema-only', '--section=pre-data', '--no-owner', '--no-privileges', uriOf(lap.source, lap.database)];
      await tool(lap, 'psql', [...psql, uriOf(lap.target, lap.database)], await tool(lap, 'pg_dump', schema));
    },
    async copy(lap) {
      const { source, target, database } = lap;
      const tables = await source.run<{ name: string }>(
        database,
        `SELECT relname AS name FROM pg_catalog.pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
         ORDER BY pg_catalog.pg_table_size(oid) DESC`,
      );
      await inLanes(lap.cores, tables, ({ name }) =>
        tool(lap, 'sh', ['-c', pipe, 'pipe', uriOf(source, database), uriOf(target, database), quoteIdentifier(name)]),
      );
      const statements = await source.run<{ step: number; statement: string }>(database, loadSql(__dirname, 'floor-statements'));
      const inSteps = [1, 2].map((step) => statements.filter((each) => each.step === step).map(({ statement }) => statement));
      const sessions = await Promise.all(Array.from({ length: lap.cores }, () => target.connect(database)));
      try {
        for (const step of inSteps) await onSessions(sessions, step);
        await onSessions(
          sessions,
          tables.map(({ name }) => `ANALYZE ${quoteIdentifier(name)}`),
        );
      } finally {
        await Promise.all(sessions.map((session) => session.end()));
      }
      return {};
    },
  };
}

const tool = ({ environment, signal }: Lap, program: string, parameters: string[], input?: string) =>
  runTool(program, parameters, { environment, signal, input });

const onSessions = (sessions: Client[], statements: string[]) =>
  inLanes(sessions.length, statements, (statement, lane) => sessions[lane]?.query(statement));

async function inLanes<T>(lanes: number, items: T[], work: (item: T, lane: number) => Promise<unknown> | undefined): Promise<void> {
  const queue = [...items];
  const ended = await Promise.allSettled(
    Array.from({ length: lanes }, async (_, lane) => {
      for (let item = queue.shift(); item !== undefined; item = queue.shift()) await work(item, lane);
    }),
  );
  for (const lane of ended) if (lane.status === 'rejected') throw lane.reason; // when none works any more
}
