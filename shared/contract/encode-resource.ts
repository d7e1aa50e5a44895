/** What every resource of Azure Resource Manager has around its properties. */
import type { MigrationRecord } from '../domain/migration';
import { migrationResourceId, migrationResourceType } from './arm-ids';

/** Applications are recorded by their client id, users by their sign-in name. */
const isClientId = (name: string) => /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(name);

export function encodeResource<Properties>(record: MigrationRecord, properties: Properties) {
  const { createdBy, createdOn, changedOn, request } = record;
  return {
    id: migrationResourceId(record),
    name: record.name,
    type: migrationResourceType,
    location: request.location,
    tags: request.tags,
    systemData: {
      ...(createdBy ? { createdBy, createdByType: isClientId(createdBy) ? 'Application' : 'User' } : {}),
      createdAt: createdOn,
      lastModifiedAt: changedOn,
    },
    properties,
  };
}
