/** Reports as blobs `reports/<id>/<n>.json`, one per database, stored before the engine lets go of its ledger. */
import { BlobServiceClient, type ContainerClient, type StoragePipelineOptions } from '@azure/storage-blob';
import { credential } from '../azure/credential';
import { config } from '../config';
import type { DatabaseReport } from '../engines/engine';

const containerName = 'reports';
let container: Promise<ContainerClient> | undefined;

function reports(): Promise<ContainerClient> {
  container ??= open();
  container.catch(() => {
    container = undefined;
  });
  return container;
}

async function open(): Promise<ContainerClient> {
  const client = service().getContainerClient(containerName);
  await client.createIfNotExists();
  return client;
}

function service(): BlobServiceClient {
  const { storage, ca } = config();
  if (!('blobEndpoint' in storage)) return BlobServiceClient.fromConnectionString(storage.connectionString);
  // Its pipeline takes the options of every Azure client; its type shows only some of them.
  const options = (ca ? { tlsOptions: { ca } } : {}) as StoragePipelineOptions;
  return new BlobServiceClient(storage.blobEndpoint, credential(), options);
}

const blobName = (migrationId: string, number: number) => `${migrationId}/${number}.json`;

export async function writeReport(migrationId: string, number: number, report: DatabaseReport): Promise<void> {
  const body = JSON.stringify(report);
  const blob = (await reports()).getBlockBlobClient(blobName(migrationId, number));
  await blob.upload(body, Buffer.byteLength(body), { blobHTTPHeaders: { blobContentType: 'application/json' } });
}

export async function readReport(migrationId: string, number: number): Promise<DatabaseReport | undefined> {
  const blob = (await reports()).getBlockBlobClient(blobName(migrationId, number));
  if (!(await blob.exists())) return undefined;
  return JSON.parse((await blob.downloadToBuffer()).toString('utf8')) as DatabaseReport;
}
