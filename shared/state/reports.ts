/** Reports as blobs `reports/<id>/<n>.json`, one per database, stored before the engine lets go of its ledger. */
import { BlobServiceClient, type ContainerClient } from '@azure/storage-blob';
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
  const { storage } = config();
  const service = storage.startsWith('https://')
    ? new BlobServiceClient(storage.replace('.table.', '.blob.'), credential())
    : BlobServiceClient.fromConnectionString(storage);
  const client = service.getContainerClient(containerName);
  await client.createIfNotExists();
  return client;
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
