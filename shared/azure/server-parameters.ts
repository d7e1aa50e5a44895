/** Server parameters of PostgreSQL servers, and the restart that some of them need. */
import type { TokenCredential } from '@azure/identity';
import { type ArmServerId, armServerId, parseArmServerId } from '../domain/server-ids';
import { flexibleServerClient, singleServerClient } from './arm';
import { armFailure, unlessMissing } from './arm-failure';

export interface ServerParameter {
  server: ArmServerId;
  name: string;
}

export const serverParameterId = ({ server, name }: ServerParameter) => `${armServerId(server)}/configurations/${name}`;

export function serverParameterIn(id: string): ServerParameter {
  const parsed = parseArmServerId(id);
  if (!parsed?.child) throw new Error(`'${id}' is not the id of a server parameter.`);
  const { child, ...server } = parsed;
  return { server, name: child.name };
}

const named = ({ name, server }: ServerParameter) => `the parameter '${name}' of the server '${server.server}'`;

/** Undefined: the server does not have it. */
export async function readParameter(identity: TokenCredential, parameter: ServerParameter): Promise<string | undefined> {
  const { server, name } = parameter;
  return unlessMissing(`reading ${named(parameter)}`, async () => {
    const { configurations } = await clientOf(identity, server);
    return (await configurations.get(server.resourceGroup, server.server, name)).value;
  });
}

/** Ends when Azure has taken the value; one that needs a restart is in force only after it. */
export async function writeParameter(identity: TokenCredential, parameter: ServerParameter, value: string): Promise<void> {
  const { server, name } = parameter;
  const change = { value, source: 'user-override' };
  try {
    if (server.kind === 'singleServer') {
      const { configurations } = await singleServerClient(identity, server.subscriptionId);
      await configurations.beginCreateOrUpdateAndWait(server.resourceGroup, server.server, name, change);
    } else {
      const { configurations } = await flexibleServerClient(identity, server.subscriptionId);
      await configurations.beginUpdateAndWait(server.resourceGroup, server.server, name, change);
    }
  } catch (error) {
    throw armFailure(error, `writing ${named(parameter)}`);
  }
}

/** Ends when the server runs again. */
export async function restartServer(identity: TokenCredential, server: ArmServerId): Promise<void> {
  try {
    const { servers } = await clientOf(identity, server);
    await servers.beginRestartAndWait(server.resourceGroup, server.server);
  } catch (error) {
    throw armFailure(error, `restarting the server '${server.server}'`);
  }
}

const clientOf = (identity: TokenCredential, { kind, subscriptionId }: ArmServerId) =>
  kind === 'singleServer' ? singleServerClient(identity, subscriptionId) : flexibleServerClient(identity, subscriptionId);
