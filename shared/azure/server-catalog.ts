/** Lists PostgreSQL servers of Azure, and their databases, as a person picks from them. */
import type { TokenCredential } from '@azure/identity';
import type { ServerMetadata, ServerNetwork } from '../domain/migration';
import { type ArmServerId, parseArmServerId } from '../domain/server-ids';
import { flexibleServerClient, singleServerClient } from './arm';
import { unlessMissing } from './arm-failure';
import { metadataOf } from './arm-servers';
import { flexibleServerNetwork, singleServerNetwork } from './server-network';

export interface ListedServer extends ServerMetadata {
  kind: ArmServerId['kind'];
  id: string;
  name: string;
  resourceGroup: string;
  fullyQualifiedDomainName: string;
  administratorLogin: string;
  state: string;
  network: ServerNetwork;
}

export interface ListedDatabase {
  name: string;
  encoding: string;
  collation: string;
}

export interface ServerScope {
  subscriptionId: string;
  /** Absent: all of the subscription. */
  resourceGroup?: string;
}

const listing = ({ subscriptionId, resourceGroup }: ServerScope) =>
  `listing the servers of ${resourceGroup === undefined ? `the subscription '${subscriptionId}'` : `the resource group '${resourceGroup}'`}`;

/** Undefined: there is no such scope. */
export const listFlexibleServers = (identity: TokenCredential, scope: ServerScope): Promise<ListedServer[] | undefined> =>
  unlessMissing(listing(scope), async () => {
    const { servers } = await flexibleServerClient(identity, scope.subscriptionId);
    const found: ListedServer[] = [];
    for await (const server of scope.resourceGroup === undefined
      ? servers.listBySubscription()
      : servers.listByResourceGroup(scope.resourceGroup))
      found.push({
        kind: 'flexibleServer',
        ...namesOf(server),
        state: server.state ?? '',
        network: flexibleServerNetwork(server),
        ...metadataOf(server, (server.storage?.storageSizeGB ?? 0) * 1024),
      });
    return found;
  });

/** Undefined: there is no such scope. */
export const listSingleServers = (identity: TokenCredential, scope: ServerScope): Promise<ListedServer[] | undefined> =>
  unlessMissing(listing(scope), async () => {
    const { servers } = await singleServerClient(identity, scope.subscriptionId);
    const found: ListedServer[] = [];
    for await (const server of scope.resourceGroup === undefined ? servers.list() : servers.listByResourceGroup(scope.resourceGroup))
      found.push({
        kind: 'singleServer',
        ...namesOf(server),
        state: server.userVisibleState ?? '',
        network: singleServerNetwork(server),
        ...metadataOf(server, server.storageProfile?.storageMB ?? 0),
      });
    return found;
  });

interface NamedServer {
  id?: string;
  name?: string;
  fullyQualifiedDomainName?: string;
  administratorLogin?: string;
}

const namesOf = ({ id = '', name = '', fullyQualifiedDomainName = '', administratorLogin = '' }: NamedServer) => ({
  id,
  name,
  resourceGroup: parseArmServerId(id)?.resourceGroup ?? '',
  fullyQualifiedDomainName,
  administratorLogin,
});

/** As Azure knows them, without a login to the server. Undefined: there is no such server. */
export const listServerDatabases = (identity: TokenCredential, server: ArmServerId): Promise<ListedDatabase[] | undefined> =>
  unlessMissing(`listing the databases of the server '${server.server}'`, async () => {
    const { databases } =
      server.kind === 'singleServer'
        ? await singleServerClient(identity, server.subscriptionId)
        : await flexibleServerClient(identity, server.subscriptionId);
    const found: ListedDatabase[] = [];
    for await (const { name = '', charset = '', collation = '' } of databases.listByServer(server.resourceGroup, server.server))
      found.push({ name, encoding: charset, collation });
    return found;
  });
