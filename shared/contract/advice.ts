/** What a person should know and can do next, as plain sentences derived from the state; never a guess. */

import { sourceWarnings } from '../domain/advice';
import { isTerminal } from '../domain/states';
import type { WaitRow } from '../domain/waits';
import type { MigrationView } from '../migrations/types';
import { migrationResourceId } from './arm-ids';

const patch = (view: MigrationView, properties: string) => `PATCH ${migrationResourceId(view.record)} with {"properties":{${properties}}}`;

const openWait = (waits: WaitRow[]) => waits.find(({ outcome }) => !outcome);

export function nextSteps(view: MigrationView): string[] {
  const { record, waits, databases, cleanUp } = view;
  const wait = openWait(waits);
  if (wait && record.state === 'WaitingForUserAction') {
    const keep = wait.kind === 'overwrite' ? 'Or keep what is on the target and cancel' : 'Or cancel';
    return [answerTo(wait, view), `${keep}: ${patch(view, '"cancel":"True"')}.`];
  }
  if (!isTerminal(record.state)) return [];
  const hints = [record.error, ...databases.map(({ error }) => error)].flatMap((error) => (error ? [error.hint] : []));
  const commands = cleanUp.flatMap(({ fate, command, kind, name }) =>
    fate === 'left' && command ? [`Remove ${kind} '${name}': ${command}`] : [],
  );
  return [...new Set([...hints, ...afterEnd(view), ...commands])];
}

/** How to give what the migration waits for. */
function answerTo({ kind, databases, waitId, expiresOn }: WaitRow, view: MigrationView): string {
  switch (kind) {
    case 'overwrite': {
      const names = databases.map(({ name }) => `'${name}'`).join(', ');
      const approval = `POST /api/migrations/${view.record.id}/approvals/${waitId}`;
      return `Agree that ${names} on the target will be replaced: ${patch(view, '"overwriteDbsInTarget":"True"')}, or ${approval}.`;
    }
    case 'databases':
      return `Name one to eight databases of the source: ${patch(view, '"dbsToMigrate":["<database>"]')}.`;
    case 'replication':
      return `Have logical replication set up on the source: ${patch(view, '"setupLogicalReplicationOnSourceDbIfNeeded":"True"')}.`;
    case 'scheduling':
      return `Start, or name a time with migrationWindowStartTimeInUtc: ${patch(view, '"startDataMigration":"True"')}.`;
    case 'window':
      return `Wait until ${expiresOn}, when the migration goes on by itself, or start now: ${patch(view, '"startDataMigration":"True"')}.`;
  }
}

function afterEnd({ record }: MigrationView): string[] {
  if (record.request.migrationOption === 'Validate') {
    return record.state === 'Succeeded' ? ['Nothing was moved. Create a migration under a new name to move the databases.'] : [];
  }
  if (record.state === 'Failed') return ['Remove the cause, then create a migration under a new name; this one stays as it is.'];
  if (record.state !== 'Succeeded') return [];
  const { sourceServer, aadApp } = record.request;
  return [
    `Look at the proof of the copy: GET /api/migrations/${record.id}/report.`,
    'Create the roles, grants, server parameters and firewall rules that applications need on the target: they are not migrated.',
    `Point applications to the flexible server '${record.target.server}'.`,
    ...(sourceServer.kind === 'singleServer' ? [`Delete the Single Server '${sourceServer.server}' once nothing needs it any more.`] : []),
    ...(aadApp ? [`Delete the Azure AD app ${aadApp.clientId} if it was created for this migration.`] : []),
  ];
}

export function warnings({ record, waits, cleanUp }: MigrationView): string[] {
  const inUse = (openWait(waits)?.databases ?? [])
    .filter(({ activeConnections }) => activeConnections > 0)
    .map(({ name, activeConnections }) => `Database '${name}' on the target is in use: ${activeConnections} sessions.`);
  const left = cleanUp.filter(({ fate }) => fate === 'left').map(({ kind, name }) => `Clean-up could not remove ${kind} '${name}' yet.`);
  const pending = isTerminal(record.state) && record.cleanup === 'Pending' ? ['Clean-up still goes on.'] : [];
  const found = (record.validation?.findings ?? [])
    .filter(({ severity }) => severity === 'warning')
    .map(
      ({ message, hint, database, accepted }) =>
        `${database ? `${database}: ` : ''}${message} ${accepted === undefined ? hint : `(accepted: ${accepted})`}`,
    );
  const source = record.sourceFacts ? sourceWarnings(record.sourceFacts) : [];
  return [...found, ...source, ...inUse, ...left, ...pending];
}
