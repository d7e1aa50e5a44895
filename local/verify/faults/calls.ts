/** Every call of Resource Manager that one undisturbed migration makes, in the form in which the next migration makes it too. */
import type { LoggedRequest } from '../../stand-ins/arm/pipeline/request-log';

export interface Call {
  method: LoggedRequest['method'];
  /** Regular expression: what is named after a migration or an operation is any such name. */
  path: string;
  /** Of the calls of this method and path, the how many-th. */
  nth: number;
}

/** How often a call is asked for again while something goes on, nobody knows beforehand: the first ones stand for all. */
const repeatedAtMost = 3;

export function callsOf(requests: readonly LoggedRequest[]): Call[] {
  const counts = new Map<string, number>();
  return requests.flatMap(({ method, path }): Call[] => {
    const pattern = patternOf(path);
    const key = `${method} ${pattern}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return nth > repeatedAtMost ? [] : [{ method, path: pattern, nth }];
  });
}

/** Operations and migrations have GUIDs; a DMS service is named by the beginning of one. */
const guid = /\d{13}-[0-9a-f-]{36}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=pgflex-)[0-9a-f]{12}(?=[/]|$)/gi;

const patternOf = (path: string) =>
  `^${path
    .split(guid)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[0-9a-f-]+')}$`;
