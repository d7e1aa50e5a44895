// What a database is doing now, in a word or two.
import type { DatabaseOverview } from './progress-display';

const phases: Record<NonNullable<DatabaseOverview['phase']>, string> = {
  noRoom: 'disk full',
  schema: 'schema',
  copy: 'copying',
  indexes: 'indexes',
  proof: 'proving',
  finish: 'finishing',
  done: 'done',
};

export function doing({ state, phase }: DatabaseOverview): string {
  if (state === 'Queued') return 'waiting';
  if (state === 'InProgress') return phase ? phases[phase] : 'starting';
  return state === 'Succeeded' ? 'done' : state.toLowerCase();
}
