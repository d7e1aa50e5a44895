/** Decodes the body of a PATCH: what of a migration can be changed while it runs. */

import { z } from 'zod';
import type { RejectionDetail } from '../domain/rejections';
import type { MigrationPatch } from '../migrations/types';
import { databases, databasesToCancel } from './databases';
import { fields } from './fields';
import { foldNames } from './fold-names';
import { migrateRoles, migrationMode, readOnlyProperties } from './migration-schema';
import { membersOf } from './raw-body';
import type { Dialect, RequestContext } from './request-rules';
import { tags } from './tags';
import { rejectionOf, respelled, violation, violationsOf } from './violations';
import { brokenWindowRules } from './window-rules';

export interface DecodedPatch {
  patch: MigrationPatch;
  ignored: string[];
}

/** Azure's other properties: known, so that changing them is refused instead of being taken as done. */
const fixed = {
  sourceDbServerResourceId: 'is fixed when a migration is created',
  sourceDbServerFullyQualifiedDomainName: 'is fixed when a migration is created',
  targetDbServerFullyQualifiedDomainName: 'is fixed when a migration is created',
  migrationOption: 'is fixed when a migration is created',
  migrationWindowEndTimeInUtc: 'is fixed when a migration is created',
  acceptedWarnings: 'is fixed when a migration is created',
  secretParameters: 'cannot be changed; create a new migration with the right credentials',
  dbsToTriggerCutoverOn: 'is only for online migrations; this one is offline and has no cutover',
} as const;

const properties = fields.group({
  cancel: fields.truth().optional(),
  dbsToCancelMigrationOn: databasesToCancel.optional(),
  overwriteDbsInTarget: fields.truth().optional(),
  dbsToMigrate: databases.optional(),
  setupLogicalReplicationOnSourceDbIfNeeded: fields.truth().optional(),
  migrationWindowStartTimeInUtc: fields.time().optional(),
  startDataMigration: fields.truth().optional(),
  migrationMode: migrationMode.optional(),
  migrateRoles: migrateRoles.optional(),
  triggerCutover: fields.truth('this migration is offline and has no cutover to trigger').optional(),
});
export const patchSchema = fields.group({ tags: tags.optional(), properties: properties.prefault({}) });

const fixedSchema = patchSchema.extend({
  properties: properties
    .extend(
      Object.fromEntries(Object.keys(fixed).map((name) => [name, z.unknown().optional()])) as Record<
        keyof typeof fixed,
        z.ZodOptional<z.ZodUnknown>
      >,
    )
    .prefault({}),
});
type PatchProperties = z.output<typeof fixedSchema>['properties'];

/** Throws a Rejection InvalidParameter with every violation. */
export function decodePatch(dialect: Dialect, body: Record<string, unknown>, { now }: RequestContext): DecodedPatch {
  const folded = foldNames(body, fixedSchema);
  const parsed = fixedSchema.safeParse(folded.value);
  const given = wellFormed(membersOf(membersOf(folded.value).properties));
  const found: RejectionDetail[] = [
    ...folded.repeated.map((path) => violation(path, 'is given more than once, in different casings')),
    ...(parsed.error ? violationsOf(parsed.error) : []),
    ...Object.entries(fixed).flatMap(([name, rule]) =>
      given[name as keyof typeof fixed] === undefined ? [] : [violation(`properties.${name}`, rule)],
    ),
    ...brokenWindowRules(given, { now, acceptsPastStart: dialect.acceptsPastWindow }),
    ...contradictions(given),
  ];
  const patch: MigrationPatch = { ...patchOf(given), ...(parsed.data?.tags ? { tags: parsed.data.tags } : {}) };
  if (!found.length && !Object.keys(patch).length) {
    found.push(violation('properties', `changes nothing: give ${Object.keys(answers).join(', ')} (or tags beside properties)`));
  }
  if (found.length) throw rejectionOf(found.map(respelled(dialect.spelling)));
  return { patch, ignored: folded.ignored.filter((path) => !readOnlyProperties.has(path.toLowerCase())) };
}

/** The properties that have the right form each: what contradicts another is to be told even if a third one is wrong. */
function wellFormed(properties: Record<string, unknown>): PatchProperties {
  const shape: Record<string, z.ZodType> = fixedSchema.shape.properties.unwrap().shape;
  const read = Object.entries(properties).map(([name, value]) => [name, shape[name]?.safeParse(value).data] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/** The properties that change something, and what each is called inside. */
const answers = {
  cancel: 'cancel',
  dbsToCancelMigrationOn: 'databasesToCancel',
  overwriteDbsInTarget: 'overwriteDatabases',
  dbsToMigrate: 'databases',
  setupLogicalReplicationOnSourceDbIfNeeded: 'setupLogicalReplication',
  migrationWindowStartTimeInUtc: 'migrationWindowStart',
  startDataMigration: 'startDataMigration',
} as const satisfies Partial<Record<keyof PatchProperties, keyof MigrationPatch>>;

function patchOf(given: PatchProperties): MigrationPatch {
  const changes = Object.entries(answers).map(([property, name]) => [name, given[property as keyof typeof answers]] as const);
  return Object.fromEntries(changes.filter(([, value]) => value !== undefined));
}

/** Answers that exclude each other: the caller has to decide for one. */
function contradictions(given: PatchProperties): RejectionDetail[] {
  const { cancel, dbsToCancelMigrationOn: toCancel, dbsToMigrate: toMigrate } = given;
  const found: RejectionDetail[] = [];
  const goesOn = (['overwriteDbsInTarget', 'setupLogicalReplicationOnSourceDbIfNeeded', 'startDataMigration'] as const).filter(
    (name) => given[name] === true,
  );
  if (cancel && !toCancel?.length) {
    for (const name of goesOn) found.push(violation('properties.cancel', `and properties.${name} must not both be "True": decide for one`));
    if (toMigrate?.length) found.push(violation('properties.cancel', 'must not be "True" where dbsToMigrate is given: decide for one'));
  }
  if (cancel === false && toCancel?.length) {
    found.push(
      violation('properties.dbsToCancelMigrationOn', 'must not name databases where properties.cancel is "False": decide for one'),
    );
  }
  for (const [index, name] of (toCancel ?? []).entries()) {
    if (toMigrate?.includes(name))
      found.push(violation(`properties.dbsToCancelMigrationOn[${index}]`, 'is in dbsToMigrate as well: decide for one'));
  }
  if (toMigrate?.length === 0) found.push(violation('properties.dbsToMigrate', 'names no database; name 1 to 8 databases of the source'));
  if (toCancel?.length === 0 && !cancel)
    found.push(violation('properties.dbsToCancelMigrationOn', 'names no database; name those to cancel'));
  if (given.startDataMigration && given.migrationWindowStartTimeInUtc !== undefined) {
    found.push(
      violation('properties.startDataMigration', 'must not be "True" where migrationWindowStartTimeInUtc is given: decide for one'),
    );
  }
  return found;
}
