/** With a standby every write waits for a second server. */
import { answerOf } from '../../azure/azure-look';
import { azServer } from '../../domain/az-commands';
import { armServerId } from '../../domain/server-ids';
import type { PrerequisiteRule } from './prerequisite-rule';

export const targetHighAvailability: PrerequisiteRule = {
  code: 'TARGET_HIGH_AVAILABILITY',
  severity: 'warning',
  check({ target: { id, server } }) {
    if (!answerOf(server)?.highlyAvailable) return [];
    return [
      {
        message: `The target server '${id.server}' is highly available: its standby gets every byte of the migration, too.`,
        objects: [armServerId(id)],
        fix: `Switch it on after the migration; until then: ${azServer(id, 'update', '--high-availability Disabled')}`,
      },
    ];
  },
};
