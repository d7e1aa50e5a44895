// Ends the Azurite of a folder, whoever started it.
import { endProcess } from '../processes/end-process';
import { readAzuriteRecord, writeAzuriteRecord } from './azurite-record';

const graceMs = 10_000; // it writes everything that it holds to the folder first

export async function stopAzurite(directory: string): Promise<void> {
  const record = await readAzuriteRecord(directory);
  if (!record?.process) return;
  await endProcess(record.process, graceMs);
  await writeAzuriteRecord(directory, { ports: record.ports });
}
