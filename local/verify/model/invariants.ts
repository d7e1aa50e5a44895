/** What must hold of a migration's rows whenever nothing moves, and from one look to the next. Each problem is one sentence. */
import { type CloudEventJson, eventTypes } from '../../../shared/domain/events';
import { rowKeys } from '../../../shared/domain/keys';
import { type MigrationEvent, placeOf, stateMachine } from '../../../shared/domain/state-machine';
import { type DatabaseState, databaseStateRank, isTerminal, type MigrationState, type SubState } from '../../../shared/domain/states';
import { isGone } from '../../../shared/state/clean-up-ledger';
import type { MigrationRows, Snapshot } from './snapshot';

interface StatusData {
  state: MigrationState;
  substate: SubState;
  previousState?: MigrationState;
  previousSubstate?: SubState;
  isTerminal: boolean;
}

export function problemsOf(now: Snapshot, before: Snapshot | undefined): string[] {
  return now.migrations.flatMap((migration) => {
    const earlier = before?.migrations.find(({ record }) => record.id === migration.record.id);
    const problems = [
      ...eventProblems(migration),
      ...agreementProblems(migration),
      ...claimProblems(migration, now),
      ...nameProblems(migration, now),
      ...(earlier ? changeProblems(earlier, migration) : []),
    ];
    return problems.map((problem) => `${migration.record.name} (${migration.record.state}, ${migration.record.subState}): ${problem}`);
  });
}

const statusEvents = (events: CloudEventJson[]) => events.filter(({ type }) => type === eventTypes.migrationStatusChanged);
const dataOf = (event: CloudEventJson) => event.data as StatusData;

/** No gaps, only along the table, one end and nothing but clean-up after it. */
function eventProblems({ record, events }: MigrationRows): string[] {
  if (record.visibility !== 'Visible') return events.length ? ['it is not visible, and has events'] : [];
  const problems: string[] = [];
  const sequences = events.map(({ sequence }) => Number(sequence));
  if (sequences.some((sequence, index) => sequence !== index + 1)) problems.push(`event sequences ${sequences.join(', ')}`);
  if (record.lastSequence !== events.length) problems.push(`${events.length} events, and the record counts ${record.lastSequence}`);
  const statuses = statusEvents(events).map(dataOf);
  statuses.forEach((status, index) => {
    const previous = statuses[index - 1];
    if (!previous) return;
    if (status.previousState !== previous.state || status.previousSubstate !== previous.substate)
      problems.push(`status event ${index + 1} comes from ${status.previousState}/${status.previousSubstate}, not from the one before`);
    const from = placeOf({ state: previous.state, subState: previous.substate });
    const to = placeOf({ state: status.state, subState: status.substate });
    const ways = Object.values(stateMachine[from].next as Record<MigrationEvent, string>);
    if (!ways.includes(to)) problems.push(`went from ${from} to ${to}, which the table does not have`);
  });
  const ends = events.filter((event) => event.type === eventTypes.migrationStatusChanged && dataOf(event).isTerminal);
  if (ends.length > 1) problems.push(`${ends.length} terminal events`);
  const last = ends[0];
  const after = last ? events.slice(events.indexOf(last) + 1).filter(({ type }) => type !== eventTypes.cleanupCompleted) : [];
  if (after.length) problems.push(`after its end came ${after.map(({ type }) => type).join(', ')}`);
  if (Boolean(last) !== isTerminal(record.state)) problems.push(last ? 'a terminal event without the state' : 'an end without its event');
  return problems;
}

/** What GET answers is what the last events said. */
function agreementProblems({ record, databases, events, control, waits }: MigrationRows): string[] {
  if (record.visibility !== 'Visible') return [];
  const problems: string[] = [];
  const status = statusEvents(events).map(dataOf).at(-1);
  if (!status) return ['it has no status event'];
  if (status.state !== record.state || status.substate !== record.subState)
    problems.push(`its last status event says ${status.state}/${status.substate}`);
  for (const database of databases) {
    const told = events
      .filter(({ type, data }) => type === eventTypes.databaseStatusChanged && (data as { number: number }).number === database.number)
      .map(({ data }) => (data as { databaseState: DatabaseState }).databaseState)
      .at(-1);
    if ((told ?? 'Queued') !== database.state) problems.push(`${database.name} is ${database.state}, and its last event says ${told}`);
  }
  const open = waits.filter(({ outcome }) => !outcome);
  if (open.length > 1) problems.push(`${open.length} open waits`);
  const waiting = record.state === 'WaitingForUserAction' && !control?.cancelRequestedOn;
  if (waiting !== Boolean(open[0])) problems.push(waiting ? 'it waits, and no wait is open' : 'it does not wait, and a wait is open');
  if (control?.openWait !== open[0]?.waitId) problems.push(`its control row has the open wait ${control?.openWait}`);
  const sealedPlace = ['completing', 'succeeded', 'failed', 'canceled', 'validationFailed'].includes(placeOf(record));
  if (sealedPlace !== Boolean(control?.sealed)) problems.push(sealedPlace ? 'it completes without a seal' : 'it is sealed and goes on');
  if (isTerminal(record.state) && control?.sealed?.outcome !== record.state) problems.push(`it was sealed as ${control?.sealed?.outcome}`);
  const unended = databases.filter(({ state }) => databaseStateRank[state] < 2);
  if (isTerminal(record.state) && record.request.migrationOption !== 'Validate' && unended.length)
    problems.push(`it ended, and ${unended.map(({ name, state }) => `${name} is ${state}`).join(', ')}`);
  return problems;
}

/** A running migration holds its databases; one that is cleaned up holds none, and left nothing. */
function claimProblems({ record, control, cleanUp }: MigrationRows, { claims }: Snapshot): string[] {
  const problems: string[] = [];
  for (const database of record.request.databases) {
    const holder = claims.get(rowKeys.claim(database));
    if (record.visibility === 'Visible' && !control?.sealed && holder !== record.id)
      problems.push(`it runs without its claim on ${database}`);
    if (record.cleanup === 'Completed' && holder === record.id) problems.push(`it is cleaned up and still claims ${database}`);
  }
  const left = cleanUp.filter((item) => !isGone(item));
  if (record.cleanup === 'Completed' && left.length) problems.push(`cleaned up, but left ${left.map(({ name }) => name).join(', ')}`);
  return problems;
}

/** A deleted migration has freed its name and its place in the list; any other has both. */
function nameProblems({ record }: MigrationRows, { names, listed }: Snapshot): string[] {
  const holds = names.get(rowKeys.name(record.name)) === record.id;
  if (record.deletedOn) return holds || listed.has(record.id) ? ['it is deleted and still has its name or its place in the list'] : [];
  return record.visibility === 'Abandoned' || (holds && listed.has(record.id)) ? [] : ['it has lost its name or its place in the list'];
}

/** What was decided stays decided, and what has ended stays as it is. */
function changeProblems(before: MigrationRows, now: MigrationRows): string[] {
  const problems: string[] = [];
  for (const wait of before.waits) {
    const same = now.waits.find(({ round }) => round === wait.round);
    if (wait.outcome && JSON.stringify(same?.outcome) !== JSON.stringify(wait.outcome))
      problems.push(`the wait ${wait.round} was ${JSON.stringify(wait.outcome)} and is ${JSON.stringify(same?.outcome)}`);
  }
  for (const database of before.databases) {
    const same = now.databases.find(({ number }) => number === database.number);
    const sunk = !same || databaseStateRank[same.state] < databaseStateRank[database.state];
    const changed = databaseStateRank[database.state] === 2 && same?.state !== database.state;
    if (sunk || changed) problems.push(`${database.name} was ${database.state} and is ${same?.state}`);
  }
  if (before.control?.sealed && now.control?.sealed?.outcome !== before.control.sealed.outcome) problems.push('its seal has changed');
  if (isTerminal(before.record.state)) {
    const lasting = ({ record: { request, state, subState, error, endedOn } }: MigrationRows) => {
      const { tags: _mayChange, ...rest } = request;
      return JSON.stringify([rest, state, subState, error, endedOn]);
    };
    if (lasting(before) !== lasting(now)) problems.push(`it had ended as ${lasting(before)} and is ${lasting(now)}`);
  }
  if (now.events.length < before.events.length) problems.push('it has lost events');
  return problems;
}
