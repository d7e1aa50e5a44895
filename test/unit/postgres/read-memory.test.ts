// The memory of a socket: what is kept stays, what is not kept is used again, and what is not lent is the listener's own.
import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { type ReadMemory, readMemory } from '../../../shared/postgres/read-memory';

const sentBytes = 8 * 1024 * 1024;
const sent = Buffer.alloc(sentBytes, Buffer.from(Array.from({ length: 251 }, (_, index) => index))); // no piece looks like another
let server: Server;

beforeAll(async () => {
  server = createServer((client) => client.on('error', () => {}).end(sent)).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => server.close());

/** Gives each piece to `take` while it is emitted; resolves at the end of all. */
async function readAll(memory: ReadMemory, take: (bytes: Buffer, at: number) => void): Promise<void> {
  const socket: Socket = memory.newSocket();
  let at = 0;
  socket.on('data', (bytes: Buffer) => {
    take(bytes, at);
    at += bytes.length;
  });
  socket.connect((server.address() as AddressInfo).port, '127.0.0.1');
  await once(socket, 'close');
  expect(at).toBe(sentBytes);
}

test('lent memory is used again, and what is kept stays as it is until it is given back', async () => {
  const memory = readMemory();
  memory.lend(true);
  const used = new Set<ArrayBufferLike>();
  const kept: { bytes: Buffer; at: number; giveBack: () => void }[] = [];
  const areAsSent = () => kept.every(({ bytes, at }) => bytes.equals(sent.subarray(at, at + bytes.length)));
  let whole = 0;
  await readAll(memory, (bytes, at) => {
    expect(bytes.equals(sent.subarray(at, at + bytes.length))).toBe(true);
    if (bytes.length < 16 * 1024) return; // copied
    whole++;
    used.add(bytes.buffer);
    kept.push({ bytes, at, giveBack: memory.keep() });
    if (kept.length < 3) return;
    expect(areAsSent()).toBe(true);
    kept.shift()?.giveBack();
  });
  expect(areAsSent()).toBe(true);
  expect(whole).toBeGreaterThan(20);
  expect(used.size).toBeLessThanOrEqual(4); // three that are kept, and the one that is read into
});

test('memory that is not lent belongs to the listener', async () => {
  const taken: Buffer[] = [];
  await readAll(readMemory(), (bytes) => taken.push(bytes));
  expect(Buffer.concat(taken).equals(sent)).toBe(true);
});

test('what is kept twice is not used again before both gave it back', async () => {
  const memory = readMemory();
  memory.lend(true);
  let first: { bytes: Buffer; at: number } | undefined;
  let one = () => {};
  const seen = new Set<ArrayBufferLike>();
  await readAll(memory, (bytes, at) => {
    if (!first && bytes.length >= 16 * 1024) {
      first = { bytes, at };
      memory.keep();
      one = memory.keep();
    } else {
      one();
      one = () => {};
      seen.add(bytes.buffer);
    }
  });
  if (!first) throw new Error('Nothing was lent.');
  expect(seen.has(first.bytes.buffer)).toBe(false);
  expect(first.bytes.equals(sent.subarray(first.at, first.at + first.bytes.length))).toBe(true);
});
