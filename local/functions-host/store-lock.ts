/**
 * Keeps a second host off the same store. The lock belongs to the process, so the kernel frees it the moment its holder dies, however it
 * dies; there is nothing stale to take over. Linux: a socket in the abstract namespace. Elsewhere: a file opened with BSD's exclusive lock.
 */
import { createHash } from 'node:crypto';
import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

export interface StoreLock {
  release(): void;
}

/** `store` names what is locked. Throws with the holder's process id if another host has it. */
export async function acquireStoreLock(store: string): Promise<StoreLock> {
  const name = `functions-host-${createHash('sha256').update(store).digest('hex').slice(0, 32)}`;
  const lock = process.platform === 'linux' ? await lockSocket(name) : lockFile(path.join(tmpdir(), `${name}.lock`));
  if ('release' in lock) return lock;
  throw new Error(
    `Another Functions host (process ${lock.holder}) already runs on this store (${store}). Stop it, or use another storage account or hubName.`,
  );
}

type Attempt = StoreLock | { holder: string };

async function lockSocket(name: string): Promise<Attempt> {
  const address = `\0${name}`;
  for (;;) {
    const server = net.createServer((socket) => socket.end(String(process.pid)).on('error', () => socket.destroy()));
    const isMine = await new Promise<boolean>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => (error.code === 'EADDRINUSE' ? resolve(false) : reject(error)));
      server.listen(address, () => resolve(true));
    });
    if (isMine) {
      server.unref();
      return { release: () => void server.close() };
    }
    const holder = await askHolder(address);
    if (holder !== undefined) return { holder };
    // It died between our two steps: the address is free.
  }
}

/** The holder's process id; undefined if nobody listens any more. */
function askHolder(address: string): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = net.connect(address);
    socket.setEncoding('utf8').setTimeout(2_000, () => {
      socket.destroy();
      resolve('unknown: it does not answer');
    });
    socket.on('data', (text) => {
      answer += text;
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNREFUSED' || error.code === 'ECONNRESET' ? resolve(undefined) : reject(error),
    );
  });
}

/** Flags of open(2) on macOS and the BSDs that Node has no names for. */
const bsdFlags = { readWrite: 0x2, nonBlocking: 0x4, exclusiveLock: 0x20, create: 0x200 };

function lockFile(file: string): Attempt {
  const { readWrite, nonBlocking, exclusiveLock, create } = bsdFlags;
  try {
    const descriptor = openSync(file, readWrite | nonBlocking | exclusiveLock | create, 0o600);
    ftruncateSync(descriptor);
    writeSync(descriptor, String(process.pid));
    return { release: () => closeSync(descriptor) };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
    return { holder: readFileSync(file, 'utf8') };
  }
}
