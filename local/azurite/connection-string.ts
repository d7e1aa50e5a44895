// The connection string of a local Azurite, with the account that every Azure tool knows.

const accountName = 'devstoreaccount1';
// Published by Microsoft for the storage emulator ("Use the Azurite emulator", well-known storage account and key); it opens nothing else.
const accountKey = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export function azuriteConnectionString(ports: { blob: number; queue: number; table: number }): string {
  const endpoint = (kind: 'blob' | 'queue' | 'table') => `http://127.0.0.1:${ports[kind]}/${accountName}`;
  return [
    'DefaultEndpointsProtocol=http',
    `AccountName=${accountName}`,
    `AccountKey=${accountKey}`,
    `BlobEndpoint=${endpoint('blob')}`,
    `QueueEndpoint=${endpoint('queue')}`,
    `TableEndpoint=${endpoint('table')}`,
    '',
  ].join(';');
}
