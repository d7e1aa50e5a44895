/** What everybody has: pg_dump to a folder, pg_restore from it, both parallel, and the ANALYZE that they leave to the user. */
import { join } from 'node:path';
import { type Contestant, uriOf } from './contestant';
import { runTool } from './tool';

export function pgDump(cores: number, missing: string | undefined): Contestant {
  return {
    name: 'pg_dump',
    what: `pg_dump -Fd -Z0 -j ${cores}; pg_restore --no-owner -j ${cores}; ANALYZE`, // compression would cost more time than it saves on one machine
    missing,
    wantsEmptyDatabase: true,
    async copy({ source, target, database, folder, environment, signal }) {
      const dump = join(folder, 'dump');
      const to = uriOf(target, database);
      await runTool('pg_dump', ['-Fd', '-Z0', `-j${cores}`, '-f', dump, uriOf(source, database)], { environment, signal });
      await runTool('pg_restore', [`-j${cores}`, '--no-owner', '-d', to, dump], { environment, signal });
      await runTool('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', 'ANALYZE', to], { environment, signal });
      return {};
    },
  };
}
