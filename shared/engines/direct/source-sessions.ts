// Who else is connected to the database that is copied.
import { ownApplicationNames } from '../../domain/names';
import type { CatalogSession } from '../../postgres/catalog-session';
import { loadSql } from '../../postgres/sql';

export interface OtherSession {
  /** User, application, address, state and times; a prepared transaction with its name. */
  who: string;
  /** It holds a transaction that has written and is not committed. */
  hasWritten: boolean;
  wasActive: boolean;
}

const sessionsSql = loadSql(__dirname, 'source-sessions');
const namesInMessage = 10;

/** `wasActive`: after `since`, and within the last `interval` where one is given. */
export function readOtherSessions(session: CatalogSession, since: string, interval = '1000 years'): Promise<OtherSession[]> {
  return session.rows<OtherSession>(sessionsSql, [ownApplicationNames, since, interval]);
}

/** The first few of many. */
export function listed(names: readonly string[]): string {
  const rest = names.length - namesInMessage;
  return `${names.slice(0, namesInMessage).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
