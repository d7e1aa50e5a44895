/** What a person should know and can do next, as plain sentences derived from the state; never a guess. */

import { isTerminal } from '../domain/states';
import type { WaitRow } from '../domain/waits';
import type { MigrationView } from '../migrations/types';
import { migrationResourceId } from './arm-ids';

const patch = (view: MigrationView, properties: string) => `PATCH ${migrationResourceId(view.record)} with {"properties":{${properties}}}`;

const openWait = (waits: WaitRow[]) => waits.find(({ outcome }) => !outcome);

export function nextSteps(view: MigrationView): string[] {
  const { record, databases, waits, cleanUp } = view;
  const wait = openWait(waits);
  if (wait && record.state === 'WaitingForUserAction') {
    const names = wait.databases.map(({ name }) => `'${name}'`).join(', ');
    return [
      `Agree that ${names} on the target will be replaced: ${patch(view, '"overwriteDbsInTarget":"True"')}.`,
      `Or keep what is on the target and cancel: ${patch(view, '"cancel":"True"')}.`,
    ];
  }
  if (!isTerminal(record.state)) return [];
  const hints = [record.error, ...databases.map(({ error }) => error)].flatMap((error) => (error ? [error.hint] : []));
  const commands = cleanUp.flatMap(({ fate, command, kind, name }) =>
    fate === 'left' && command ? [`Remove ${kind} '${name}': ${command}`] : [],
  );
  const afterSuccess =
    record.state === 'Succeeded'
      ? [
          `Look at the proof of the copy: GET /api/migrations/${record.id}/report.`,
          'Create the roles, grants, server parameters and firewall rules that applications need on the target: they are not migrated.',
        ]
      : [];
  return [...new Set([...hints, ...afterSuccess, ...commands])];
}

export function warnings({ record, waits, cleanUp }: MigrationView): string[] {
  const inUse = (openWait(waits)?.databases ?? [])
    .filter(({ activeConnections }) => activeConnections > 0)
    .map(({ name, activeConnections }) => `Database '${name}' on the target is in use: ${activeConnections} sessions.`);
  const left = cleanUp.filter(({ fate }) => fate === 'left').map(({ kind, name }) => `Clean-up could not remove ${kind} '${name}' yet.`);
  const pending = isTerminal(record.state) && record.cleanup === 'Pending' ? ['Clean-up still goes on.'] : [];
  const found = (record.warnings ?? []).map(({ message, hint }) => `${message} ${hint}`);
  return [...found, ...inUse, ...left, ...pending];
}
