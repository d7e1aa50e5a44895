// Migrations as rows: name, target, state, how far.
import type { Migration, Overview } from '../client/answers';
import type { Field, Listing } from '../output/listing';

const fields: Field[] = [
  { title: 'name', most: 40 },
  { title: 'target', most: 30 },
  { title: 'state' },
  { title: 'sub-state', most: 40 },
  { title: 'databases', align: 'right' },
  { title: 'created', shown: time },
  { title: 'id' },
];

function time(value: string | number): string {
  return String(value).slice(0, 19).replace('T', ' ');
}

const lastSegment = (id: string) => id.split('/').at(-1) ?? id;

/** Of one target, as Azure's resource shows them. */
export function resourceListing(migrations: Migration[], json: unknown = migrations): Listing {
  const rows = migrations.map(({ name, properties, systemData }) => {
    const { state, currentSubStateDetails } = properties.currentStatus;
    const target = lastSegment(properties.targetDbServerResourceId);
    return [
      name,
      target,
      state,
      currentSubStateDetails.currentSubState,
      properties.dbsToMigrate.length,
      systemData.createdAt,
      properties.migrationId,
    ];
  });
  return { json, fields, rows };
}

/** Over all servers. */
export function overviewListing(migrations: Overview[]): Listing {
  const rows = migrations.map(({ id, name, target, state, subState, databases, createdOn }) => [
    ...[name, lastSegment(target), state, subState],
    ...[databases.length, createdOn, id],
  ]);
  return { json: migrations, fields, rows };
}
