// Reads the schema of one database with pg_dump, as a list of entries.
import { type ErrorCode, fail } from '../../../domain/error-codes';

import { isSnapshotGone } from '../../../postgres/passing-errors';
import type { WireError } from '../../../postgres/wire-error';
import type { ServerConnection } from '../../engine';
import { openDumpSession } from './dump-session';
import { oneAtATime } from './one-at-a-time';
import { PgDumpFailure, startPgDump } from './pg-dump-thread';
import { splitDump } from './split-dump';
import type { SchemaEntry } from './types';

export interface DumpOptions {
  applicationName: string;
  signal: AbortSignal;
  /** Name of an exported snapshot: the schema is then read as of the same moment as the data. Where it is not known yet, pg_dump gets ready meanwhile. */
  snapshot?: string | Promise<string>;
  /** pg_dump locks every table against DDL while it reads; a source that holds such a lock itself is not waited for longer. Default: 30 s. */
  lockTimeoutMs?: number;
}

export const defaultLockTimeoutMs = 30_000;

/**
 * Owners, grants, default privileges, tablespaces and subscriptions are not migrated (INTERFACES 1). `-v` prints the OID of each entry. The
 * database's name has no meaning here: the session is connected already.
 */
const dumpArguments = [
  '--schema-only',
  '--verbose',
  '--no-owner',
  '--no-privileges',
  '--no-tablespaces',
  '--no-subscriptions',
  '--encoding=UTF8',
  '--no-sync',
  '--dbname=source',
];

/** By SQLSTATE. */
const hints: Record<string, string> = {
  '22021': 'A name, comment or definition on the source holds bytes that are no valid text: write it anew.',
};

const dumps = oneAtATime();

/** Waits for its turn: one pg_dump per process at a time, since each holds some 70 MB. Writes nothing on the source. */
export async function dumpSchema(
  server: ServerConnection,
  database: string,
  { applicationName, signal, snapshot, lockTimeoutMs = defaultLockTimeoutMs }: DumpOptions,
): Promise<SchemaEntry[]> {
  const text = await new Promise<string>((take, reject) => {
    const dump = async () => {
      const thread = startPgDump();
      try {
        const name = await snapshot;
        const args = [...dumpArguments, `--lock-wait-timeout=${lockTimeoutMs}`, ...(name ? [`--snapshot=${name}`] : [])];
        const session = await openDumpSession(server, { database, applicationName, signal });
        const run = thread.run(session, args, signal).finally(() => session.end());
        const { text, gone } = await run.catch((error) => {
          throw error instanceof PgDumpFailure ? dumpFailure(error, database) : error;
        });
        take(text);
        await gone;
      } finally {
        await thread.end();
      }
    };
    dumps(signal, dump).catch(reject);
  });
  return splitDump(text);
}

function dumpFailure(failure: PgDumpFailure, database: string): Error {
  const { serverError, isConnectionLost, message } = failure;
  const what = serverError ? `${serverError.message} (SQLSTATE ${serverError.code})` : firstError(message);
  return fail(codeOf(serverError, isConnectionLost), `Reading the schema of database '${database}' failed: ${what}.`, {
    hint: hints[serverError?.code ?? ''],
    cause: failure,
  });
}

function codeOf(serverError: WireError | undefined, isConnectionLost: boolean): ErrorCode {
  if (serverError?.code === '42501') return 'SOURCE_RIGHTS_MISSING';
  if (serverError?.code === '55P03' || serverError?.code === '57014') return 'SOURCE_LOCKED'; // pg_dump waits for locks with statement_timeout
  if (serverError?.code === '53200') return 'LOCK_TABLE_TOO_SMALL'; // pg_dump locks all tables at once
  return isConnectionLost || isSnapshotGone(serverError) ? 'CONNECTION_LOST' : 'SCHEMA_FAILED';
}

/** pg_dump prints its progress too, and the library strings all lines together; what counts begins with `error:`. */
function firstError(message: string): string {
  const at = message.indexOf('pg_dump: error: ');
  return (at < 0 ? message : message.slice(at + 'pg_dump: error: '.length)).slice(0, 2000);
}
