// What stands above and below the databases of one migration: what it is, why it failed, what it waits for, what comes next.
import type { Overview } from '../client/answers';
import { wrap } from '../screen/wrap';
import { answerCommands } from '../watch/answer-commands';

export function migrationLines(overview: Overview, width: number): { before: string[]; after: string[] } {
  const { name, id, source, target, state, subState, error, createdOn, endedOn, waits, findings = [], cleanup, nextSteps } = overview;
  const place = subState === 'Completed' ? state : `${state}, ${subState}`;
  const facts = [
    ['migration', name],
    ['id', id],
    ['state', place],
    ['source', source],
    ['target', target],
    ['created', createdOn],
    ...(endedOn ? [['ended', endedOn]] : []),
    ...waits.filter(({ state: now }) => now === 'open').map(({ kind, expiresAt }) => ['waits for', `${kind}, until ${expiresAt}`]),
    ...(cleanup.state === 'Pending' ? [['clean-up', 'still goes on']] : []),
  ];
  const errors = [error, ...overview.databases.map((database) => database.error)].flatMap((each) => (each ? [each] : []));
  const commands = state === 'WaitingForUserAction' ? answerCommands(overview) : [];
  const steps = commands.length ? commands : nextSteps.map(asCommand);
  return {
    before: [...facts.map(([title = '', value]) => `${title.padEnd(10)} ${value}`), ''],
    after: [
      ...section(
        'Errors',
        errors.map(({ code, message, hint }) => `${code}: ${message} ${hint}`),
        width,
      ),
      ...section('Findings', findings.map(findingText), width),
      ...section('Next', steps, width),
    ],
  };
}

/** The service speaks of requests; here there is a command for it. */
const asCommand = (step: string) => step.replace(/GET \/api\/migrations\/([\w-]+)\/report/, 'pgflex migration report --id $1');

type Finding = NonNullable<Overview['findings']>[number];

export const findingText = ({ severity, code, database, message, hint, accepted }: Finding) =>
  `${severity} ${code}${database ? ` (${database})` : ''}: ${message} ${accepted === undefined ? hint : `(accepted: ${accepted})`}`.trim();

/** A heading and its entries, each indented and broken between words; nothing if there are none. */
export function section(title: string, entries: readonly string[], width: number): string[] {
  if (!entries.length) return [];
  const lines = [...new Set(entries)].flatMap((entry) => wrap(entry, width - 4).map((line, index) => `${index ? '    ' : '  - '}${line}`));
  return ['', title, ...lines];
}
