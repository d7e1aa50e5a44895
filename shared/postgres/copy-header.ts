// The header of COPY's binary format, which a server sends alone or together with the first row.

export type CopyFormat = 'binary' | 'text';

const frameHeaderBytes = 5;
const header = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1'); // signature, no flags, no extension
const startBytes = frameHeaderBytes + header.length;

/** A CopyData message with nothing but the header. */
export const headerMessage = Buffer.concat([Buffer.from([0x64, 0, 0, 0, header.length + 4]), header]);

/** Takes the chunks of one COPY and returns them without the header; what came with it becomes a message of its own. */
export function withoutCopyHeader(format: CopyFormat): (chunk: Buffer) => Buffer {
  let start: Buffer | undefined = format === 'binary' ? Buffer.alloc(0) : undefined;
  return (chunk) => {
    if (!start) return chunk;
    start = start.length === 0 && chunk.length >= startBytes ? chunk : Buffer.concat([start, chunk]); // a short one's memory may be used again
    if (start.length < startBytes) return Buffer.alloc(0);
    const rest = withoutHeader(start);
    start = undefined;
    return rest;
  };
}

function withoutHeader(start: Buffer): Buffer {
  if (!start.subarray(frameHeaderBytes, startBytes).equals(header)) return start;
  const rest = start.readUInt32BE(1) - 4 - header.length;
  if (rest === 0) return start.subarray(startBytes);
  const first = Buffer.from(start.subarray(startBytes - frameHeaderBytes)); // a copy: the chunk is on its way to the target
  first[0] = start[0] ?? 0;
  first.writeUInt32BE(rest + 4, 1);
  return first;
}
