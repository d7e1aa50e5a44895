/** The query parameters of the list over all servers, `GET /api/migrations`. */

import type { RejectionDetail } from '../domain/rejections';
import { migrationStates } from '../domain/states';
import type { MigrationFilter } from '../migrations/types';
import { fields, shown } from './fields';
import { rejectionOf, violation } from './violations';

const defaultTop = 100;
/** What one table query answers at most (Table Storage). */
const maxTop = 1000;

/** Throws a Rejection InvalidParameter with every violation. */
export function readListQuery(query: URLSearchParams): MigrationFilter {
  const found: RejectionDetail[] = [];
  const word = (name: string) => query.get(name)?.trim() || undefined;
  const time = (name: string) => {
    const text = word(name);
    if (text === undefined) return undefined;
    const parsed = fields.time().safeParse(text);
    if (!parsed.success) found.push(violation(name, parsed.error.issues[0]?.message ?? 'must be a time'));
    return parsed.success ? new Date(parsed.data) : undefined;
  };
  const state = fields.oneOf(migrationStates).safeParse(word('state') ?? 'Succeeded');
  if (!state.success) found.push(violation('state', state.error.issues[0]?.message ?? 'must be a state'));
  const top = word('top');
  if (top !== undefined && !(/^\d{1,4}$/.test(top) && Number(top) >= 1 && Number(top) <= maxTop)) {
    found.push(violation('top', `must be a whole number from 1 to ${maxTop}, not ${shown(top)}`));
  }
  const continuation = word('continuation');
  if (continuation !== undefined && !/^t\|\d{14}\|[\w-]{1,64}$/.test(continuation)) {
    found.push(violation('continuation', 'is not one that this service has given: take it as it is'));
  }
  const answer: MigrationFilter = {
    state: word('state') ? state.data : undefined,
    name: word('name'),
    source: word('source'),
    target: word('target'),
    from: time('from'),
    to: time('to'),
    top: Number(top ?? defaultTop),
    continuation,
  };
  if (found.length) throw rejectionOf(found);
  return answer;
}
