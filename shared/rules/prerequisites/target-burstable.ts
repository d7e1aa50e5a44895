/** A Burstable server runs out of credits in the middle of a copy, and then crawls. */
import { answerOf } from '../../azure/azure-look';
import { azServer } from '../../domain/az-commands';
import { armServerId } from '../../domain/server-ids';
import type { PrerequisiteRule } from './prerequisite-rule';

export const targetBurstable: PrerequisiteRule = {
  code: 'TARGET_BURSTABLE',
  severity: 'warning',
  check({ target: { id, server } }) {
    const sku = answerOf(server)?.metadata.sku;
    if (sku?.tier !== 'Burstable') return [];
    return [
      {
        message: `The target server '${id.server}' is Burstable (${sku.name}): its speed falls when its credits are used up.`,
        objects: [armServerId(id)],
        fix: `For the time of the migration: ${azServer(id, 'update', '--tier GeneralPurpose --sku-name Standard_D4ds_v5')}`,
      },
    ];
  },
};
