// Watches, and prints what came of it.
import type { Exit } from '../exit-codes';
import type { Session } from '../session';
import { overviewListing } from '../views/overview-listing';
import { exitOf } from './exit-of';
import { type WatchOptions, watchMigration } from './watch';

export async function watchAndPrint(id: string, session: Session, options: WatchOptions = {}): Promise<Exit> {
  const overview = await watchMigration(id, session, options);
  session.print(overviewListing(overview, session.terminal.out.width));
  return exitOf(overview);
}
