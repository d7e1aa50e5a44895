/** The paths of Azure's resource in the OpenAPI document. */
import { migrationNamePattern } from '../../domain/limits';
import { apiVersions } from '../api-versions';
import { nameCheckSchema } from '../decode-name-check';
import { patchSchema } from '../decode-patch';
import { detailsLevels } from '../details-level';
import { currentSchema, previewSchema } from '../migration-schema';
import { previewSpelling } from '../spelling';
import { answerSchema, type Components, type JsonSchema, requestSchema } from './json-schema';
import { inHeader, inPath, inQuery, operation, requiredQuery } from './operation';
import { anyMigration, migrationList, nameAvailability } from './resource-answers';

const server =
  '/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/providers/Microsoft.DBforPostgreSQL/flexibleServers/{server}';

const ofServer = [
  inPath('subscriptionId', 'Of the target server.'),
  inPath('resourceGroup', 'Of the target server.'),
  inPath('server', 'The target flexible server.'),
  requiredQuery('api-version', 'Says how the resource is written.', { type: 'string', enum: apiVersions.map(({ name }) => name) }),
];
const ofMigration = [...ofServer, inPath('name', 'Of the migration.', { type: 'string', pattern: migrationNamePattern.source })];
const ifMatch = inHeader('If-Match', 'Only if the migration is still the one that has this ETag.');

const preview = { spelling: previewSpelling, booleans: true };

export function resourcePaths(components: Components): Record<string, JsonSchema> {
  const create = {
    oneOf: [
      requestSchema(components, 'MigrationCreate', currentSchema),
      requestSchema(components, 'MigrationCreatePreview', previewSchema, preview),
    ],
  };
  const change = {
    oneOf: [
      requestSchema(components, 'MigrationPatch', patchSchema),
      requestSchema(components, 'MigrationPatchPreview', patchSchema, preview),
    ],
  };
  const migration = answerSchema(components, anyMigration);
  return {
    [`${server}/migrations/{name}`]: {
      parameters: ofMigration,
      put: operation({
        operationId: 'createMigration',
        summary: 'Creates a migration and starts it.',
        roles: ['Migrations.Write'],
        parameters: [ifMatch, inHeader('If-None-Match', '`*`: only if there is none of that name.')],
        body: create,
        answers: {
          201: { description: 'Created.', schema: migration },
          200: { description: 'The same migration exists; nothing was restarted.', schema: migration },
        },
      }),
      get: operation({
        operationId: 'getMigration',
        summary: 'Reads a migration.',
        roles: ['Migrations.Read'],
        parameters: [inQuery('level', 'How much to tell, in the private preview version.', { type: 'string', enum: [...detailsLevels] })],
        answers: { 200: { description: 'The migration.', schema: migration } },
      }),
      patch: operation({
        operationId: 'updateMigration',
        summary: 'Cancels a migration or some of its databases, answers what it waits for, sets its tags.',
        roles: ['Migrations.Write', 'Migrations.Approve (for overwriteDbsInTarget)'],
        parameters: [ifMatch],
        body: change,
        answers: { 200: { description: 'The migration after the change.', schema: migration } },
      }),
      delete: operation({
        operationId: 'deleteMigration',
        summary: 'Cancels a running migration, removes one that has ended.',
        roles: ['Migrations.Write'],
        parameters: [ifMatch],
        answers: {
          200: { description: 'Done; api-version 2025-08-01 shows the migration, the others have no body.', schema: migration },
          204: { description: 'There is none of that name.' },
        },
      }),
    },
    [`${server}/migrations`]: {
      parameters: ofServer,
      get: operation({
        operationId: 'listMigrations',
        summary: 'Lists the migrations of a target server, newest first, in pages.',
        roles: ['Migrations.Read'],
        parameters: [
          inQuery('migrationListFilter', '`Active` (the default): those that have not ended.', { type: 'string', enum: ['Active', 'All'] }),
          inQuery('$skipToken', 'Part of `nextLink`.'),
        ],
        answers: { 200: { description: 'A page.', schema: answerSchema(components, migrationList) } },
      }),
    },
    [`${server}/checkMigrationNameAvailability`]: {
      parameters: ofServer,
      post: operation({
        operationId: 'checkMigrationNameAvailability',
        summary: 'Tells whether a migration could have a name.',
        roles: ['Migrations.Read'],
        body: requestSchema(components, 'NameCheck', nameCheckSchema),
        answers: { 200: { description: 'The answer.', schema: answerSchema(components, nameAvailability) } },
      }),
    },
  };
}
