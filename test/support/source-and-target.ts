// Two real servers for a test file: a source of an old major and a target of a new one.
import { newestMajor, sourceMajor as usualSourceMajor } from '../../local/postgres/installations';
import type { PostgresServer } from '../../local/postgres/postgres-server';
import type { Settings } from '../../local/postgres/settings';
import { startPostgres } from '../../local/postgres/start-postgres';

export interface SourceAndTargetOptions {
  /** Default: 11, where npm has it. */
  sourceMajor?: number;
  /** Default: the newest. */
  targetMajor?: number;
  sourceSettings?: Settings;
  targetSettings?: Settings;
}

export interface SourceAndTarget {
  readonly source: PostgresServer;
  readonly target: PostgresServer;
}

const startTimeoutMs = 60_000; // the first start on a machine makes the template, while other suites use both cores

/** Call it at the top of a test file: both run from before its first test until after its last. Don't destructure: the servers come later. */
export function sourceAndTarget(options: SourceAndTargetOptions = {}): SourceAndTarget {
  const { sourceMajor = usualSourceMajor(), targetMajor = newestMajor(), sourceSettings, targetSettings } = options;
  const servers: Partial<SourceAndTarget> & { source?: PostgresServer; target?: PostgresServer } = {};
  beforeAll(async () => {
    const start = async (side: 'source' | 'target', major: number, settings: Settings | undefined) => {
      servers[side] = await startPostgres({ major, settings });
    };
    await Promise.all([start('source', sourceMajor, sourceSettings), start('target', targetMajor, targetSettings)]);
  }, startTimeoutMs);
  afterAll(() => Promise.all([servers.source?.stop(), servers.target?.stop()]));
  return {
    get source() {
      return started(servers.source);
    },
    get target() {
      return started(servers.target);
    },
  };
}

function started(server: PostgresServer | undefined): PostgresServer {
  if (server) return server;
  throw new Error('The server does not run yet: use it inside a test or hook, not while the file is loaded.');
}
