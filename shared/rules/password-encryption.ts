/** Roles are not moved: whoever creates them anew on the target gets another kind of password there, which old drivers don't know. */
import type { ServerRule } from './rule';

export const passwordEncryption: ServerRule = {
  code: 'PASSWORD_ENCRYPTION_DIFFERS',
  severity: 'warning',
  async check({ source, target }) {
    const sql = `SELECT CASE current_setting('password_encryption') WHEN 'scram-sha-256' THEN 'SCRAM' ELSE 'MD5' END AS kind`;
    const [there] = await source.rows<{ kind: string }>(sql);
    const [here] = await target.rows<{ kind: string }>(sql);
    if (here?.kind !== 'SCRAM' || there?.kind === 'SCRAM') return [];
    return [{ message: 'The source keeps passwords as MD5, the target as SCRAM-SHA-256: drivers older than SCRAM cannot log in there.' }];
  },
};
