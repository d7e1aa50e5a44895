/** Decodes the body of `POST /api/estimate`: PUT's properties and the id of the target, as they are or inside `properties`. */
import type { MigrationRequest, MigrationSecrets, TargetServerId } from '../domain/migration';
import { databases } from './databases';
import { decodeServers, type ServersRequest, serverProperties } from './decode-servers';
import { fields } from './fields';
import { aadApp, adminCredentials, userNames } from './migration-schema';
import type { RequestContext } from './request-rules';

/** Only what is needed to look at both servers; the rest of PUT's properties changes nothing here. */
export const estimateSchema = fields.group({
  properties: fields
    .group({
      ...serverProperties,
      dbsToMigrate: databases.optional(),
      secretParameters: fields
        .group({ adminCredentials: adminCredentials.prefault({} as never), ...userNames, aadApp: aadApp.optional() })
        .prefault({} as never),
    })
    .prefault({} as never),
});

export interface DecodedEstimate {
  target: TargetServerId;
  request: ServersRequest & Pick<MigrationRequest, 'aadApp'>;
  /** Empty: all user databases. */
  databases: string[];
  secrets: MigrationSecrets;
}

/** Throws a Rejection InvalidParameter with every violation. */
export function decodeEstimate(body: Record<string, unknown>, context: RequestContext): DecodedEstimate {
  const { target, request, properties } = decodeServers(estimateSchema, body, context);
  const { adminCredentials: passwords, aadApp: app } = properties.secretParameters;
  return {
    target,
    request: { ...request, ...(app ? { aadApp: { clientId: app.clientId, tenantId: app.tenantId } } : {}) },
    databases: properties.dbsToMigrate ?? [],
    secrets: {
      sourcePassword: passwords.sourceServerPassword,
      targetPassword: passwords.targetServerPassword,
      ...(app ? { aadSecret: app.aadSecret } : {}),
    },
  };
}
