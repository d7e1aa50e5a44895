/** Logical replication on the source, for engines that read it: is it on, may it be switched on, and back to what it was at the end. */
import {
  readParameter,
  restartServer,
  type ServerParameter,
  serverParameterId,
  serverParameterIn,
  writeParameter,
} from '../azure/server-parameters';
import type { DrivenAnswer } from '../domain/durable-names';
import { fail, MigrationFailure, unreachableCodes } from '../domain/error-codes';
import type { MigrationRecord } from '../domain/migration';
import { applicationName } from '../domain/names';
import { type ArmServerId, armSourceOf } from '../domain/server-ids';
import type { CatalogSession } from '../postgres/catalog-session';
import { openCatalogSession } from '../postgres/catalog-session';
import { cleanUpItem, recordCleanUp } from '../state/clean-up-ledger';
import { connectionsOf } from './connections';
import { identityOf } from './identity';

/** How long until a server that restarts is looked at again. */
const restartingMs = 5_000;

export async function isLogical(source: CatalogSession): Promise<boolean> {
  const [row] = await source.rows<{ walLevel: string }>(`SELECT current_setting('wal_level') AS "walLevel"`);
  return row?.walLevel === 'logical';
}

/** Single Server sets `wal_level` by a parameter of Azure's (azure-apis.md 3). */
const parameterOf = (server: ArmServerId): ServerParameter & { on: string } =>
  server.kind === 'singleServer'
    ? { server, name: 'azure.replication_support', on: 'LOGICAL' }
    : { server, name: 'wal_level', on: 'logical' };

/** One step on: sets the parameter, restarts the source, waits until it answers. Safe to repeat. Throws a MigrationFailure. */
export async function setUpReplication(record: MigrationRecord): Promise<Extract<DrivenAnswer, { kind: 'ok' | 'notYet' }>> {
  const running = await runsLogical(record);
  if (running === undefined) return { kind: 'notYet', retryAfterMs: restartingMs };
  if (running) return { kind: 'ok' };
  const server = armSourceOf(record.request.sourceServer);
  if (!server) {
    throw fail(
      'LOGICAL_REPLICATION_OFF',
      `The source runs with another wal_level than 'logical', and it is not a server whose parameters Azure can set.`,
    );
  }
  const identity = await identityOf(record);
  const parameter = parameterOf(server);
  const value = await readParameter(identity, parameter);
  if (value?.toLowerCase() !== parameter.on.toLowerCase()) {
    await recordCleanUp(cleanUpItem(record.id, 'serverParameter', serverParameterId(parameter), undefined, value ?? ''));
    await writeParameter(identity, parameter, parameter.on);
  }
  await restartServer(identity, server);
  return (await runsLogical(record)) ? { kind: 'ok' } : { kind: 'notYet', retryAfterMs: restartingMs };
}

/** Undefined: it does not answer now. */
async function runsLogical(record: MigrationRecord): Promise<boolean | undefined> {
  const { source } = await connectionsOf(record);
  let session: CatalogSession | undefined;
  try {
    session = await openCatalogSession(source, { database: 'postgres', applicationName: applicationName(record.id, 0, 'check') });
    return await isLogical(session);
  } catch (error) {
    if (error instanceof MigrationFailure && unreachableCodes.includes(error.error.code)) return undefined;
    throw error;
  } finally {
    await session?.end();
  }
}

/** Set back already, but not restarted since? Throws a MigrationFailure when nobody can tell now. */
async function stillRunsLogical(record: MigrationRecord): Promise<boolean> {
  const running = await runsLogical(record);
  if (running === undefined) throw fail('SERVER_UNREACHABLE', 'The source does not answer, so that nobody knows whether it was restarted.');
  return running;
}

/** Sets a parameter back to what it was, with the restart that it takes. Throws a MigrationFailure. */
export async function restoreParameter(record: MigrationRecord, parameterId: string, before: string): Promise<'removed' | 'absent'> {
  const identity = await identityOf(record);
  const parameter = serverParameterIn(parameterId);
  const value = await readParameter(identity, parameter);
  if (value === undefined) return 'absent';
  if (value !== before) await writeParameter(identity, parameter, before);
  else if (!(await stillRunsLogical(record))) return 'absent'; // never written, or a call before this one has done it all
  await restartServer(identity, parameter.server);
  if ((await readParameter(identity, parameter)) !== before) {
    throw fail(
      'ARM_UNAVAILABLE',
      `The parameter '${parameter.name}' of the server '${parameter.server.server}' did not take its former value back.`,
    );
  }
  return 'removed';
}
