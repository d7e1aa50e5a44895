// Leaves something in every store of a running stack through the real SDK clients, and looks whether it is still there.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { request } from 'node:https';
import { TableClient } from '@azure/data-tables';
import { ClientSecretCredential } from '@azure/identity';
import { SecretClient } from '@azure/keyvault-secrets';
import { ServiceBusClient } from '@azure/service-bus';
import type { Endpoints } from '../../local/start/endpoints';

const server = (endpoints: Endpoints) =>
  `/subscriptions/${endpoints.subscriptionId}/resourceGroups/local/providers/Microsoft.DBforPostgreSQL/flexibleServers/kept?api-version=2025-08-01`;

export async function leaveSomethingEverywhere(endpoints: Endpoints): Promise<void> {
  const { caFile, keyVault, serviceBus, serviceBusTopic, storage } = endpoints;
  const ca = await readFile(caFile, 'utf8');
  await secretClient(keyVault, endpoints, ca).setSecret('kept', 'secret');
  const bus = new ServiceBusClient(serviceBus);
  await bus.createSender(serviceBusTopic).sendMessages({ body: 'kept', sessionId: 'm1', messageId: 'm1-000001' });
  await bus.close();
  const table = TableClient.fromConnectionString(storage, 'kept', { allowInsecureConnection: true });
  await table.createTable();
  await table.createEntity({ partitionKey: 'p', rowKey: 'r' });
  const properties = { fullyQualifiedDomainName: '127.0.0.1:5433', administratorLogin: 'pgadmin', version: '17' };
  expect(await arm('PUT', endpoints, ca, { properties })).toBe(201);
}

export async function expectEverythingThere(endpoints: Endpoints): Promise<void> {
  const { caFile, keyVault, serviceBus, serviceBusTopic, storage } = endpoints;
  const ca = await readFile(caFile, 'utf8');
  expect((await secretClient(keyVault, endpoints, ca).getSecret('kept')).value).toBe('secret');
  const bus = new ServiceBusClient(serviceBus);
  const plain = await bus.createReceiver(serviceBusTopic, 'all').receiveMessages(1, { maxWaitTimeInMs: 2_000 });
  expect(plain.map(({ body }) => body)).toEqual(['kept']);
  const ordered = await bus.acceptSession(serviceBusTopic, 'ordered', 'm1');
  expect((await ordered.receiveMessages(1, { maxWaitTimeInMs: 2_000 })).map(({ body }) => body)).toEqual(['kept']);
  await bus.close();
  const table = TableClient.fromConnectionString(storage, 'kept', { allowInsecureConnection: true });
  expect(await table.getEntity('p', 'r')).toMatchObject({ rowKey: 'r' });
  expect(await arm('GET', endpoints, ca)).toBe(200);
}

export function credential(
  { tenantId, entra, caFile, clients }: Endpoints,
  name: 'operator' | 'aadApp',
  ca?: string,
): ClientSecretCredential {
  const { clientId, clientSecret } = clients[name];
  const tlsOptions = { ca: ca ?? readFileSync(caFile, 'utf8') };
  return new ClientSecretCredential(tenantId, clientId, clientSecret, { authorityHost: entra, disableInstanceDiscovery: true, tlsOptions });
}

function secretClient(url: string, endpoints: Endpoints, ca: string): SecretClient {
  return new SecretClient(url, credential(endpoints, 'operator', ca), { tlsOptions: { ca }, disableChallengeResourceVerification: true });
}

async function arm(method: string, endpoints: Endpoints, ca: string, body?: unknown): Promise<number | undefined> {
  const { token } = await credential(endpoints, 'operator', ca).getToken(endpoints.tokenScope);
  const sent = request(`${endpoints.arm}${server(endpoints)}`, { method, ca, agent: false, headers: { authorization: `Bearer ${token}` } });
  sent.end(body && JSON.stringify(body));
  const [response] = await once(sent, 'response');
  response.resume();
  return response.statusCode;
}
