/** The source that a resource id names must exist. */
import { missingServer } from '../../domain/server-problems';
import type { PrerequisiteRule } from './prerequisite-rule';

export const sourceServerMissing: PrerequisiteRule = {
  code: 'SOURCE_SERVER_NOT_FOUND',
  severity: 'error',
  check: ({ source }) => (source?.server.kind === 'read' && !source.server.value ? [missingServer('source', source.id)] : []),
};
