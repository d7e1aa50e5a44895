/** Decodes the body of a PATCH: what of a migration can be changed while it runs. */

import { z } from 'zod';
import type { RejectionDetail } from '../domain/rejections';
import type { MigrationPatch } from '../migrations/types';
import { fields } from './fields';
import { foldNames } from './fold-names';
import { readOnlyProperties } from './migration-schema';
import { tags } from './tags';
import { rejectionOf, violation, violationsOf } from './violations';

export interface DecodedPatch {
  patch: MigrationPatch;
  /** `dbsToCancelMigrationOn`; az names every database there to cancel the whole migration. */
  databasesToCancel?: string[];
  ignored: string[];
}

/** Azure's other properties: known, so that changing them is refused instead of being taken as done. */
const fixed = {
  migrationMode: 'is fixed when a migration is created',
  sourceDbServerResourceId: 'is fixed when a migration is created',
  sourceDbServerFullyQualifiedDomainName: 'is fixed when a migration is created',
  targetDbServerFullyQualifiedDomainName: 'is fixed when a migration is created',
  secretParameters: 'cannot be changed; create a new migration with the right credentials',
  dbsToMigrate: 'is fixed when a migration is created, in this version',
  migrateRoles: 'cannot be changed: roles are not migrated',
  migrationWindowStartTimeInUtc: 'cannot be changed: this version does not wait for a migration window',
  startDataMigration: 'cannot be changed: this version does not wait for a migration window',
  setupLogicalReplicationOnSourceDbIfNeeded: 'cannot be changed: an offline migration needs no logical replication',
  triggerCutover: 'is only for online migrations; this one is offline and has no cutover',
  dbsToTriggerCutoverOn: 'is only for online migrations; this one is offline and has no cutover',
} as const;

const properties = fields.group({
  cancel: fields.truth().optional(),
  overwriteDbsInTarget: fields.truth().optional(),
  dbsToCancelMigrationOn: z.array(fields.text(), { error: 'must be an array of strings' }).optional(),
  ...(Object.fromEntries(Object.keys(fixed).map((name) => [name, z.unknown().optional()])) as Record<
    keyof typeof fixed,
    z.ZodOptional<z.ZodUnknown>
  >),
});
const patchSchema = fields.group({ tags: tags.optional(), properties: properties.prefault({}) });

/** Throws a Rejection InvalidParameter with every violation. */
export function decodePatch(body: Record<string, unknown>): DecodedPatch {
  const folded = foldNames(body, patchSchema);
  const parsed = patchSchema.safeParse(folded.value);
  const found: RejectionDetail[] = [
    ...folded.repeated.map((path) => violation(path, 'is given more than once, in different casings')),
    ...(parsed.error ? violationsOf(parsed.error) : []),
  ];
  if (!parsed.success) throw rejectionOf(found);
  const given = parsed.data.properties;
  for (const [name, rule] of Object.entries(fixed)) {
    if (given[name as keyof typeof fixed] !== undefined) found.push(violation(`properties.${name}`, rule));
  }
  if (given.cancel && given.overwriteDbsInTarget) {
    found.push(violation('properties.cancel', 'and properties.overwriteDbsInTarget must not both be "True": decide for one'));
  }
  if (given.dbsToCancelMigrationOn?.length && !given.cancel) {
    found.push(violation('properties.dbsToCancelMigrationOn', 'needs properties.cancel to be "True"'));
  }
  if (!found.length && given.cancel === undefined && given.overwriteDbsInTarget === undefined && parsed.data.tags === undefined) {
    found.push(violation('properties', 'changes nothing: give cancel or overwriteDbsInTarget (or tags beside properties)'));
  }
  if (found.length) throw rejectionOf(found);
  return {
    patch: {
      ...(given.cancel !== undefined ? { cancel: given.cancel } : {}),
      ...(given.overwriteDbsInTarget !== undefined ? { overwriteDatabases: given.overwriteDbsInTarget } : {}),
      ...(parsed.data.tags !== undefined ? { tags: parsed.data.tags } : {}),
    },
    ...(given.dbsToCancelMigrationOn?.length ? { databasesToCancel: given.dbsToCancelMigrationOn } : {}),
    ignored: folded.ignored.filter((path) => !readOnlyProperties.has(path.toLowerCase())),
  };
}
