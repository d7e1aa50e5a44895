/** The target must have been created before. */
import { missingServer } from '../../domain/server-problems';
import type { PrerequisiteRule } from './prerequisite-rule';

export const targetServerMissing: PrerequisiteRule = {
  code: 'TARGET_SERVER_NOT_FOUND',
  severity: 'error',
  check: ({ target }) => (target.server.kind === 'read' && !target.server.value ? [missingServer('target', target.id)] : []),
};
