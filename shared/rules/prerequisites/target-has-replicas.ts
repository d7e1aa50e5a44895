/** Read replicas get every byte once more, and may fall behind. */
import { armServerId } from '../../domain/server-ids';
import { count } from '../words';
import type { PrerequisiteRule } from './prerequisite-rule';

export const targetHasReplicas: PrerequisiteRule = {
  code: 'TARGET_HAS_REPLICAS',
  severity: 'warning',
  check({ target: { id }, replicas }) {
    if (!replicas.length) return [];
    return [
      {
        message: `The target server '${id.server}' has ${count(replicas.length, 'read replica')} (${replicas.join(', ')}), which get every byte of the migration, too.`,
        objects: [armServerId(id)],
      },
    ];
  },
};
