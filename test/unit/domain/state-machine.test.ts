// The table of a migration's life: every place with every event, and what a caller may do in each place.
import {
  allowedActions,
  type MigrationAction,
  type MigrationEvent,
  nextPlace,
  type Place,
  placeOf,
  stateMachine,
} from '../../../shared/domain/state-machine';
import { isTerminal, migrationStates, subStates, terminalStates } from '../../../shared/domain/states';
import { waitKinds } from '../../../shared/domain/waits';

const events: MigrationEvent[] = [
  'validate',
  ...waitKinds.map((kind) => `wait:${kind}` as const),
  'resume',
  'copy',
  'seal',
  ...terminalStates.map((state) => `end:${state}` as const),
];

/** Written out once more by hand, in the words of DESIGN 3: what is not here leads nowhere. */
const waiting: Partial<Record<MigrationEvent, Place>> = { resume: 'preparing', seal: 'completing' };
const expected: Record<Place, Partial<Record<MigrationEvent, Place>>> = {
  preparing: {
    validate: 'validating',
    'wait:replication': 'waitingForReplication',
    'wait:databases': 'waitingForDatabases',
    'wait:overwrite': 'waitingForOverwrite',
    'wait:scheduling': 'waitingForScheduling',
    'wait:window': 'waitingForWindow',
    copy: 'copying',
    seal: 'completing',
  },
  validating: { seal: 'completing' },
  waitingForReplication: waiting,
  waitingForDatabases: waiting,
  waitingForOverwrite: waiting,
  waitingForScheduling: waiting,
  waitingForWindow: waiting,
  copying: { seal: 'completing' },
  completing: {
    'end:Succeeded': 'succeeded',
    'end:Failed': 'failed',
    'end:Canceled': 'canceled',
    'end:ValidationFailed': 'validationFailed',
  },
  succeeded: {},
  failed: {},
  canceled: {},
  validationFailed: {},
};
const places = Object.keys(expected) as Place[];

test('the table has these places and no others', () => {
  expect(Object.keys(stateMachine).sort()).toEqual([...places].sort());
});

describe.each(places)('from %s', (place) => {
  test.each(events)('%s', (event) => {
    expect(nextPlace(place, event)).toBe(expected[place][event]);
  });
});

const answers: MigrationAction[] = ['setDatabases', 'approveOverwrite', 'setupLogicalReplication', 'startDataMigration'];
const actionsOf: [Place, MigrationAction[]][] = places.map((place) => {
  if (place === 'preparing' || place.startsWith('waiting')) return [place, ['cancel', 'cancelDatabases', ...answers]];
  if (place === 'validating' || place === 'copying') return [place, ['cancel', 'cancelDatabases']];
  return [place, place === 'completing' ? [] : ['delete']];
});

test.each(actionsOf)('in %s a caller may ask for %j', (place, actions) => {
  expect(allowedActions(stateMachine[place])).toEqual(actions);
});

test('every pair of state and sub-state is one place, or none', () => {
  const named = new Map(places.map((place) => [`${stateMachine[place].state} ${stateMachine[place].subState}`, place]));
  expect(named.size).toBe(places.length);
  for (const state of migrationStates) {
    for (const subState of subStates) {
      const place = named.get(`${state} ${subState}`);
      if (place) expect(placeOf({ state, subState })).toBe(place);
      else expect(() => placeOf({ state, subState })).toThrow(`No migration can be ${state} with the sub-state ${subState}.`);
    }
  }
});

test('from every place an end can be reached, and out of an end leads nothing', () => {
  for (const place of places) {
    const reached = new Set<Place>([place]);
    for (const from of reached) for (const to of Object.values(stateMachine[from].next)) reached.add(to);
    expect([...reached].some((one) => isTerminal(stateMachine[one].state))).toBe(true);
    if (isTerminal(stateMachine[place].state)) expect(reached.size).toBe(1);
  }
});
