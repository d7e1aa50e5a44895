// Which binary runs the server of a data directory.
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The binary that the server was last started with. */
export async function binaryOf(dataDirectory: string): Promise<string> {
  const options = await readFile(join(dataDirectory, 'postmaster.opts'), 'utf8');
  const [binary] = options.split(' "');
  if (!binary?.startsWith('/')) throw new Error(`${dataDirectory} does not say which binary runs it.`);
  return binary.trim();
}

/** npm's binaries need it; it does no harm to others. */
export const environmentOf = (binary: string) => ({
  PATH: '/usr/bin:/bin',
  LC_ALL: 'C',
  LD_LIBRARY_PATH: join(dirname(binary), '..', 'lib'),
});
