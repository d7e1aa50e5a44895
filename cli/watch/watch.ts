// Follows a migration to its end, and shows how its databases get on: bars on a terminal, else lines.
import { setTimeout as delay } from 'node:timers/promises';
import { isTerminal } from '../../shared/domain/states';
import type { Overview } from '../client/answers';
import { askOverview } from '../client/migrations';
import { showProgress } from '../progress/progress';
import type { ProgressDisplay } from '../progress/progress-display';
import type { Session } from '../session';
import { answerCommands } from './answer-commands';

const pollMs = 1_000; // the service writes progress every two seconds

export interface WatchOptions {
  /** Also an end: it waits for a person. */
  untilWait?: boolean;
}

/** The last reading. With JSON or tsv the progress goes where notes go, so that the result stays readable for a program. */
export async function watchMigration(id: string, session: Session, { untilWait }: WatchOptions = {}): Promise<Overview> {
  const { terminal, client, output } = session;
  const screen = output === 'table' ? terminal.out : terminal.notes;
  let place = '';
  let progress: ProgressDisplay | undefined;
  try {
    for (;;) {
      const overview = await askOverview(client, id);
      const waits = overview.state === 'WaitingForUserAction';
      const now = placeOf(overview);
      if (now !== place) {
        progress?.update(overview);
        progress?.stop();
        progress = undefined;
        screen.say(`${timeOfDay()}  ${now}`);
        if (waits) for (const line of answerCommands(overview)) screen.say(`          ${line}`);
      }
      place = now;
      if (overview.subState === 'MigratingData') {
        progress ??= showProgress(screen);
        progress.update(overview);
      }
      if (isTerminal(overview.state) || (untilWait && waits)) return overview;
      await delay(pollMs, undefined, { signal: terminal.signal });
    }
  } finally {
    progress?.stop();
  }
}

const placeOf = ({ state, subState }: Overview) => (state === 'InProgress' || state === 'WaitingForUserAction' ? subState : state);

const timeOfDay = () => new Date().toTimeString().slice(0, 8);
