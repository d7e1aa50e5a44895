// How much room a migration needs on the target, and how much there is.
import { azServer } from '../domain/az-commands';
import { databaseSizes } from '../postgres/database-sizes';
import type { ServerContext } from './rule';

const gigabyte = 1024 ** 3;

/** What Azure offers (learn.microsoft.com, "Storage options in Azure Database for PostgreSQL"). */
const offeredGigabytes = [32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32767];

export interface StorageNeed {
  /** Of the databases that are to be moved. */
  dataBytes: number;
  /** Of what the target holds already; databases that are to be replaced stay until the new ones stand. */
  usedBytes: number;
  storageBytes: number;
  /** The command that makes the storage large enough for that many bytes. */
  enlarge(bytes: number): string;
}

/** Undefined: Azure did not say how much storage the target has. */
export async function storageNeed({ source, target, targetStorage, databases }: ServerContext): Promise<StorageNeed | undefined> {
  if (!targetStorage) return undefined;
  const [there, here] = await Promise.all([databaseSizes(source), databaseSizes(target)]);
  const total = (sizes: { sizeBytes: number | null }[]) => sizes.reduce((sum, { sizeBytes }) => sum + (sizeBytes ?? 0), 0);
  return {
    dataBytes: total(there.filter(({ name }) => databases.includes(name))),
    usedBytes: total(here),
    storageBytes: targetStorage.sizeBytes,
    enlarge: (bytes) => {
      const size = offeredGigabytes.find((each) => each * gigabyte >= bytes) ?? offeredGigabytes.at(-1);
      return azServer(targetStorage.server, 'update', `--storage-size ${size}`);
    },
  };
}

export const gigabytes = (bytes: number) => `${(bytes / gigabyte).toFixed(1)} GB`;

/** Indexes, sorting and write-ahead log need room as well (azure-apis.md 5.6). */
export const storageFactor = 1.25;
