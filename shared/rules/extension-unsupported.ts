/** Extensions that keep a database's rows in a form of their own, which no copy of tables carries. */
import { quoteIdentifier } from '../postgres/quote';
import { extensionsUsed } from './extensions-used';
import type { DatabaseRule } from './rule';

const unsupported: Record<string, { why: string; fix: string }> = {
  citus: {
    why: 'spreads rows over servers and shards',
    fix: 'SELECT undistribute_table(...) for each distributed table, then DROP EXTENSION citus; on the source.',
  },
  timescaledb: {
    why: 'keeps rows in chunks with a catalogue of their own',
    fix: 'Move hypertables with the tools of TimescaleDB, or copy them into plain tables and DROP EXTENSION timescaledb; on the source.',
  },
};

export const extensionUnsupported: DatabaseRule = {
  code: 'EXTENSION_UNSUPPORTED',
  severity: 'error',
  side: 'source',
  async check({ source }) {
    return (await extensionsUsed(source)).flatMap(({ name }) => {
      const known = unsupported[name];
      if (!known) return [];
      return [
        {
          message: `Extension ${quoteIdentifier(name)} ${known.why}, and is not moved.`,
          objects: [quoteIdentifier(name)],
          fix: known.fix,
        },
      ];
    });
  },
};
