/** Where tables and blobs are kept, in the forms that the Functions host knows for its own storage: a connection string, or an account by identity. */

export type StorageAccount =
  | { connectionString: string }
  /** Opened with the service's identity. */
  | { tableEndpoint: string; blobEndpoint: string };

/** The parts of a setting that name an account without a secret; the Functions host reads the same ones. */
export const storageParts = { accountName: '__accountName', table: '__tableServiceUri', blob: '__blobServiceUri' } as const;

/** An account of Azure's public cloud by its name; elsewhere the two addresses are given. */
const endpointOf = (accountName: string, service: 'table' | 'blob') => `https://${accountName}.${service}.core.windows.net`;

/**
 * The account that `<name>` or its parts describe; none if nothing of it is set. Problems are told by setting, never by value.
 * A connection string wins over the parts, as it does in the Functions host.
 */
export function storageAccountIn(
  settings: Readonly<Record<string, unknown>>,
  name: string,
): { account?: StorageAccount; problem?: string } | undefined {
  const read = (suffix: string) => settings[`${name}${suffix}`] as string | undefined;
  const connectionString = read('');
  if (connectionString) return { account: { connectionString } };
  const accountName = read(storageParts.accountName);
  const tableEndpoint = read(storageParts.table) ?? (accountName && endpointOf(accountName, 'table'));
  const blobEndpoint = read(storageParts.blob) ?? (accountName && endpointOf(accountName, 'blob'));
  if (tableEndpoint && blobEndpoint) return { account: { tableEndpoint, blobEndpoint } };
  if (!tableEndpoint && !blobEndpoint) return undefined;
  return { problem: `${name}${tableEndpoint ? storageParts.blob : storageParts.table}: is missing beside its counterpart` };
}
