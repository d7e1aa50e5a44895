/** An older server does not understand everything that a newer one can hold. */
import type { ServerRule } from './rule';
import { majorVersion } from './words';

export const targetVersionOlder: ServerRule = {
  code: 'TARGET_VERSION_OLDER',
  severity: 'error',
  async check({ source, target }) {
    const [from, to] = [majorVersion(source.version), majorVersion(target.version)];
    if (Number(to) >= Number(from)) return [];
    return [{ message: `The source is PostgreSQL ${from} and the target ${to}: a database can only move to the same or a newer version.` }];
  },
};
