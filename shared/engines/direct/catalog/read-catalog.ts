// Reads everything about the source database that the copy needs beside the dump, within the caller's snapshot.
import { fail } from '../../../domain/error-codes';
import type { CatalogSession } from '../../../postgres/catalog-session';
import { quoteIdentifier, quoteQualified } from '../../../postgres/quote';
import { serverMessage } from '../../../postgres/server-message';
import { loadSql } from '../../../postgres/sql';
import type { CatalogConstraint, CatalogIndex, CatalogLargeObject, CatalogMatview, SkippedObject, SourceCatalog } from '../schema/types';
import { readDatabase } from './read-database';
import { readRelations } from './read-relations';
import { readSequences } from './read-sequences';
import { sqlForVersion } from './sql-for-version';

const indexesSql = loadSql(__dirname, 'indexes');
const constraintsSql = loadSql(__dirname, 'constraints');
const matviewReadsSql = loadSql(__dirname, 'matview-reads');
const largeObjectsSql = loadSql(__dirname, 'large-objects');
const notMigratedSql = loadSql(__dirname, 'not-migrated');

type Nullable<Row, Key extends keyof Row> = Omit<Row, Key> & { [K in Key]: NonNullable<Row[K]> | null };

/** Throws SOURCE_RIGHTS_MISSING naming what may not be read. `session` has an empty search_path, as all of ours. */
export async function readCatalog(session: CatalogSession): Promise<SourceCatalog> {
  const { version } = session;
  try {
    const { database, integerDatetimes, hasPublicSchema } = await readDatabase(session);
    const { tables, relations, populated } = await readRelations(session, integerDatetimes);
    const indexes = await session.rows<Nullable<CatalogIndex, 'parentOid' | 'definition'> & { schema: string }>(
      sqlForVersion(indexesSql, version),
    );
    const constraints = await session.rows<CatalogConstraint>(constraintsSql);
    const reads = await session.rows<Pick<CatalogMatview, 'oid' | 'readsFrom' | 'callsCode'>>(matviewReadsSql);
    const largeObjects = await session.rows<Nullable<CatalogLargeObject, 'comment'>>(largeObjectsSql);
    const notMigrated = await session.rows<SkippedObject>(sqlForVersion(notMigratedSql, version));
    return {
      version,
      database,
      hasPublicSchema,
      tables,
      relations,
      sequences: await readSequences(session),
      indexes: indexes.map(({ schema, name, parentOid, definition, ...index }) => ({
        ...index,
        name: quoteQualified(schema, name),
        parentOid: parentOid ?? undefined,
        definition: definition ?? undefined,
      })),
      constraints: constraints.map((constraint) => ({ ...constraint, name: quoteIdentifier(constraint.name) })),
      matviews: relations
        .filter(({ kind }) => kind === 'matview')
        .map(({ oid, name }): CatalogMatview => {
          const { readsFrom = [], callsCode = false } = reads.find((read) => read.oid === oid) ?? {};
          return { oid, name, isPopulated: populated.has(oid), readsFrom, callsCode };
        }),
      largeObjects: largeObjects.map(({ oid, comment }) => ({ oid, comment: comment ?? undefined })),
      notMigrated,
    };
  } catch (error) {
    const message = serverMessage(error);
    if (message?.sqlState !== '42501') throw error;
    throw fail('SOURCE_RIGHTS_MISSING', `Reading the catalogue of the source failed: ${message.message}.`, { cause: error });
  }
}
