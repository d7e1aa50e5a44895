/** Objects that only a superuser can create; Azure's administrator is none. */
import { loadSql } from '../postgres/sql';
import type { DatabaseRule } from './rule';

const sql = loadSql(__dirname, 'superuser-only-objects');
const publicationsSql = loadSql(__dirname, 'superuser-only-publications');
const schemaPublicationsSql = loadSql(__dirname, 'superuser-only-schema-publications');

interface SuperuserOnly {
  kind: string;
  name: string;
}

export const superuserOnlyObjects: DatabaseRule = {
  code: 'OBJECT_NOT_SUPPORTED',
  severity: 'error',
  async check({ source, target }) {
    const [login] = await target.rows<{ superuser: boolean }>('SELECT rolsuper AS superuser FROM pg_roles WHERE rolname = current_user');
    if (login?.superuser) return [];
    const found = [
      ...(await source.rows<SuperuserOnly>(sql)),
      ...(source.version >= 100_000 ? await source.rows<SuperuserOnly>(publicationsSql) : []),
      ...(source.version >= 150_000 ? await source.rows<SuperuserOnly>(schemaPublicationsSql) : []),
    ];
    return [...new Set(found.map(({ kind }) => kind))].map((kind) => {
      const objects = found.filter((object) => object.kind === kind).map(({ name }) => name);
      return { message: `Only a superuser could create this on the target: ${kind} (${objects.length}).`, objects };
    });
  },
};
