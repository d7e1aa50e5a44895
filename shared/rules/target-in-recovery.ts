/** A standby or read replica takes no writes, whoever it belongs to. */
import type { ServerRule } from './rule';

export const targetInRecovery: ServerRule = {
  code: 'TARGET_IS_REPLICA',
  severity: 'error',
  side: 'target',
  async check({ target }) {
    const [row] = await target.rows<{ recovering: boolean }>('SELECT pg_is_in_recovery() AS recovering');
    return row?.recovering ? [{ message: 'The target is in recovery: it replays what another server writes.' }] : [];
  },
};
