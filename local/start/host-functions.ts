// Reads the functions that the host serves from its log.
import { readFile } from 'node:fs/promises';

/** The list that the host prints at its start: indented lines after `Functions:`. */
export async function functionsIn(hostLog: string): Promise<string[]> {
  const lines = (await readFile(hostLog, 'utf8')).split('\n');
  const afterTitle = lines.slice(lines.findIndex((line) => line.startsWith('Functions:')) + 1);
  const end = afterTitle.findIndex((line) => line !== '' && !/^\s/.test(line));
  return afterTitle.slice(0, end).filter((line) => line.trim() !== '');
}
