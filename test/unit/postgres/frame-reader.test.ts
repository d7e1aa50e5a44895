// The frame reader and the hashes over it: independent of how the network cuts the bytes.
import fc from 'fast-check';
import { rowHash } from '../../../shared/engines/direct/row-hash';
import { copyHash } from '../../../shared/postgres/copy-hash';
import { frame, frameReader } from '../../../shared/postgres/frame-reader';

function message(type: number, body: Buffer): Buffer {
  const header = Buffer.alloc(5);
  header[0] = type;
  header.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([header, body]);
}

/** Cuts `bytes` at the given places (modulo its length). */
function cut(bytes: Buffer, places: number[]): Buffer[] {
  const at = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((one, other) => one - other);
  return [0, ...at].map((start, index) => bytes.subarray(start, at[index] ?? bytes.length));
}

/** Memory is used again as soon as it was read. */
function readAndOverwrite(read: (chunk: Buffer) => void, chunk: Buffer): void {
  const lent = Buffer.from(chunk);
  read(lent);
  lent.fill(0x64);
}

const anyMessage = fc.record({
  type: fc.constantFrom(frame.copyData, frame.copyData, frame.copyData, frame.copyDone, frame.commandComplete, frame.readyForQuery),
  body: fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
});

test('however the stream is cut, COPY bytes and messages come out whole and in order', () => {
  fc.assert(
    fc.property(fc.array(anyMessage, { maxLength: 30 }), fc.array(fc.nat(2000), { maxLength: 20 }), (messages, places) => {
      const sent = messages.map(({ type, body }) => (type === frame.copyDone ? { type, body: Buffer.alloc(0) } : { type, body }));
      const received: string[] = [];
      let copied: Buffer[] = [];
      let begun = 0;
      const closeRun = () => {
        if (copied.length) received.push(`data ${Buffer.concat(copied).toString('hex')}`);
        copied = [];
      };
      const read = frameReader({
        copyData: (bytes, messages) => {
          copied.push(Buffer.from(bytes));
          begun += messages;
        },
        copyDone: () => {
          closeRun();
          received.push('done');
        },
        message: (type, body) => {
          closeRun();
          received.push(`${type} ${body.toString('hex')}`);
        },
      });
      for (const chunk of cut(Buffer.concat(sent.map(({ type, body }) => message(type, body))), places)) readAndOverwrite(read, chunk);
      closeRun();

      const expected: string[] = [];
      let run = '';
      const closeExpected = () => {
        if (run) expected.push(`data ${run}`);
        run = '';
      };
      for (const { type, body } of sent) {
        if (type === frame.copyData) run += message(type, body).toString('hex');
        else {
          closeExpected();
          expected.push(type === frame.copyDone ? 'done' : `${type} ${body.toString('hex')}`);
        }
      }
      closeExpected();
      expect(received).toEqual(expected);
      expect(begun).toBe(sent.filter(({ type }) => type === frame.copyData).length);
    }),
  );
});

const copyHeader = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const rows = ['one', 'two', '', 'four'].map((row) => Buffer.from(row));

async function hashOf(chunks: Buffer[], format: 'binary' | 'text'): Promise<string> {
  const hash = await copyHash(format);
  for (const chunk of chunks) readAndOverwrite(hash.update, chunk);
  return hash.digest();
}

test('the hash of a COPY does not depend on chunks, nor on whether the header comes alone or with the first row', async () => {
  const alone = Buffer.concat([copyHeader, ...rows].map((row) => message(frame.copyData, row)));
  const [first = Buffer.alloc(0), ...rest] = rows;
  const together = Buffer.concat([Buffer.concat([copyHeader, first]), ...rest].map((row) => message(frame.copyData, row)));
  const expected = await hashOf([alone], 'binary');
  for (const stream of [alone, together]) {
    for (let size = 1; size < 40; size++) {
      const chunks = Array.from({ length: Math.ceil(stream.length / size) }, (_, index) =>
        stream.subarray(index * size, (index + 1) * size),
      );
      expect(await hashOf(chunks, 'binary')).toBe(expected);
    }
  }
});

test('the hash of a COPY tells rows apart that have the same bytes in sum, and their order', async () => {
  const hash = (...texts: string[]) => hashOf([Buffer.concat(texts.map((text) => message(frame.copyData, Buffer.from(text))))], 'text');
  const hashes = await Promise.all([hash('ab', 'c'), hash('a', 'bc'), hash('c', 'ab'), hash('abc')]);
  expect(new Set(hashes).size).toBe(4);
});

test('the hash of rows does not depend on their order or on chunks, but on how often each is there', async () => {
  const hash = async (texts: string[], size = 1000) => {
    const stream = Buffer.concat(texts.map((text) => message(frame.copyData, Buffer.from(text))));
    const rowsHash = await rowHash();
    for (let at = 0; at < stream.length; at += size) readAndOverwrite(rowsHash.update, stream.subarray(at, at + size));
    return rowsHash.digest();
  };
  const expected = await hash(['a', 'bb', '', 'a']);
  for (const size of [1, 2, 3, 5, 7]) expect(await hash(['a', '', 'a', 'bb'], size)).toBe(expected);
  expect(await hash(['a', 'bb', ''])).not.toBe(expected);
  expect(await hash(['a', 'bb', '', 'a', 'a', 'a'])).not.toBe(expected);
});
