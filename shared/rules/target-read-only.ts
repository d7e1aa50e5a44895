/** The service writes to a target whose new sessions are read-only all the same; applications will not. */
import type { ServerRule } from './rule';

export const targetReadOnly: ServerRule = {
  code: 'TARGET_READ_ONLY',
  severity: 'warning',
  side: 'target',
  async check({ target }) {
    const [row] = await target.rows<{ readOnly: boolean }>(
      `SELECT reset_val = 'on' AS "readOnly" FROM pg_settings WHERE name = 'default_transaction_read_only'`,
    );
    if (!row?.readOnly) return [];
    return [
      {
        message:
          'New sessions on the target are read-only (default_transaction_read_only). Azure sets this, too, when the disk is nearly full.',
        fix: "Look at the free storage, then: az postgres flexible-server parameter set --resource-group '<group>' --server-name '<server>' --name default_transaction_read_only --value off",
      },
    ];
  },
};
