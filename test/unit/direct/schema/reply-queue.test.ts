// Replies pass through shared memory whole and in order, whatever their size, and each ends where the server ended it.
import { PassThrough } from 'node:stream';
import { replyQueue } from '../../../../shared/engines/direct/schema/reply-queue';

/** Takes pieces as the thread does, until the queue has none. */
function takeAll({ shared, taken }: ReturnType<typeof replyQueue>): { bytes: Buffer; isLast: boolean }[] {
  const [control, piece] = [new Int32Array(shared.control), new Uint8Array(shared.piece)];
  const pieces: { bytes: Buffer; isLast: boolean }[] = [];
  while (control[0] === 1) {
    pieces.push({ bytes: Buffer.from(piece.slice(0, control[1])), isLast: control[2] === 1 });
    control[0] = 0;
    taken();
  }
  return pieces;
}

test('a reply of several megabytes comes in pieces, the last one marked', () => {
  const queue = replyQueue(new PassThrough());
  const reply = Buffer.from(Array.from({ length: 2_500_000 }, (_value, at) => at % 251));
  for (let at = 0; at < reply.length; at += 65_536) queue.add(reply.subarray(at, at + 65_536), at + 65_536 >= reply.length);
  const pieces = takeAll(queue);
  expect(Buffer.concat(pieces.map(({ bytes }) => bytes)).equals(reply)).toBe(true);
  expect(pieces.map(({ isLast }) => isLast)).toEqual([...Array(pieces.length - 1).fill(false), true]);
});

test('a message that comes unasked behind a reply waits for the next one', () => {
  const queue = replyQueue(new PassThrough());
  queue.add(Buffer.alloc(1_500_000, 'a'), true);
  queue.add(Buffer.from('notice'), false);
  queue.add(Buffer.from('reply'), true);
  expect(takeAll(queue).map(({ bytes, isLast }) => [bytes.length, isLast])).toEqual([
    [1024 * 1024, false],
    [1_500_000 - 1024 * 1024, true],
    ['noticereply'.length, true],
  ]);
});

test('the socket rests while much is waiting, and goes on when it was taken', () => {
  const socket = new PassThrough().resume();
  const queue = replyQueue(socket);
  for (let at = 0; at < 6; at++) queue.add(Buffer.alloc(1024 * 1024), at === 5);
  expect(socket.isPaused()).toBe(true);
  takeAll(queue);
  expect(socket.isPaused()).toBe(false);
});
