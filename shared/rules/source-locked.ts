/** An ACCESS EXCLUSIVE lock keeps the schema from being read: the engine waits for it only a while. */
import { holdersOf, sourceLocks } from '../postgres/source-locks';
import type { DatabaseRule } from './rule';
import { count } from './words';

export const sourceLocked: DatabaseRule = {
  code: 'SOURCE_LOCKED',
  severity: 'warning',
  side: 'source',
  async check({ source }) {
    const locks = await sourceLocks(source);
    if (locks.length === 0) return [];
    return [
      {
        message: `${count(locks.length, 'table')} of the source cannot be read at the moment: locked by ${holdersOf(locks)}.`,
        objects: locks.map(({ name }) => name),
      },
    ];
  },
};
