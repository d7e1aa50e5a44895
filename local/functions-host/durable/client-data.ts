/** What a durable client binding gets: the addresses of this host's Durable HTTP API. */
import type { TypedData } from '../core/core-api';

/** Stands for the instance id in the links; the SDK replaces it. */
const idPlaceholder = 'INSTANCEID';

/** @param origin such as `http://localhost:7071` */
export function managementLinks(origin: string, hubName: string, instanceId: string): Record<string, string> {
  const instance = `${origin}${webhookPath}/instances/${instanceId === idPlaceholder ? instanceId : encodeURIComponent(instanceId)}`;
  const query = `taskHub=${hubName}&connection=Storage&code=local`;
  return {
    id: instanceId,
    statusQueryGetUri: `${instance}?${query}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
    rewindPostUri: `${instance}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${instance}?${query}`,
    restartPostUri: `${instance}/restart?${query}`,
    suspendPostUri: `${instance}/suspend?reason={text}&${query}`,
    resumePostUri: `${instance}/resume?reason={text}&${query}`,
  };
}

export const webhookPath = '/runtime/webhooks/durabletask';
/** Where the SDK in this process calls the same API; the address must end with a slash. */
export const rpcPath = '/durabletask';

export function durableClientInput(origin: string, rpcOrigin: string, hubName: string): TypedData {
  const create = `${origin}${webhookPath}/orchestrators/{functionName}[/{instanceId}]`;
  const data = {
    taskHubName: hubName,
    creationUrls: {
      createNewInstancePostUri: `${create}?code=local`,
      createAndWaitOnNewInstancePostUri: `${create}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}&code=local`,
    },
    managementUrls: managementLinks(origin, hubName, idPlaceholder),
    baseUrl: `${origin}${webhookPath}`,
    requiredQueryStringParameters: 'code=local',
    rpcBaseUrl: `${rpcOrigin}${rpcPath}/`,
  };
  return { string: JSON.stringify(data) };
}
