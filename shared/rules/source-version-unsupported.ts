/** Sources older than the specification allows lack what the engine reads (row security, `ON CONFLICT`, catalogue columns). */
import { oldestSourceVersion } from '../domain/limits';
import type { ServerRule } from './rule';
import { majorVersion } from './words';

export const sourceVersionUnsupported: ServerRule = {
  code: 'SOURCE_VERSION_UNSUPPORTED',
  severity: 'error',
  side: 'source',
  async check({ source }) {
    if (source.version >= oldestSourceVersion) return [];
    return [
      {
        message: `The source is PostgreSQL ${majorVersion(source.version)}; the oldest that can be moved is ${majorVersion(oldestSourceVersion)}.`,
      },
    ];
  },
};
