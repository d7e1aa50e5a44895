/** The tool that Azure's own service is built around, as it comes and as fast as it can be told to be. */
import { join } from 'node:path';
import { type Contestant, uriOf } from './contestant';
import { runTool } from './tool';

const binary = '--use-copy-binary';

export function pgcopydbs(program: string | undefined, cores: number, missing: string | undefined): Contestant[] {
  const jobs = ['--table-jobs', `${cores}`, '--index-jobs', `${cores}`];
  return [
    pgcopydb('pgcopydb', [], program, missing),
    pgcopydb('pgcopydb-binary', [binary], program, missing),
    pgcopydb('pgcopydb-cores', [binary, ...jobs], program, missing), // its default of 4 and 4 jobs is more than a small machine has cores
  ];
}

function pgcopydb(name: string, options: string[], program: string | undefined, missing: string | undefined): Contestant {
  return {
    name,
    what: ['pgcopydb clone', ...options].join(' '),
    missing: program ? missing : 'pgcopydb is not on PATH: give its path with --pgcopydb',
    wantsEmptyDatabase: true,
    async copy({ source, target, database, folder, environment, signal }) {
      const uris = ['--source', uriOf(source, database), '--target', uriOf(target, database)];
      await runTool(program ?? '', ['clone', ...uris, '--dir', join(folder, 'pgcopydb'), ...options], { environment, signal });
      return {};
    },
  };
}
