/** A read replica takes no writes. */
import { answerOf } from '../../azure/azure-look';
import { azServer } from '../../domain/az-commands';
import { armServerId } from '../../domain/server-ids';
import type { PrerequisiteRule } from './prerequisite-rule';

export const targetIsReplica: PrerequisiteRule = {
  code: 'TARGET_IS_REPLICA',
  severity: 'error',
  check({ target: { id, server } }) {
    if (!answerOf(server)?.isReplica) return [];
    return [
      {
        message: `The target server '${id.server}' is a read replica.`,
        objects: [armServerId(id)],
        fix: `Name the primary server as target, or promote this one: ${azServer(id, 'replica promote', '--promote-mode standalone --promote-option planned')}`,
      },
    ];
  },
};
