// Cuts what COPY ... TO STDOUT sends into rows, without putting a row together that came in several chunks.

/** A row comes in one piece or more, none of them empty. The bytes are the chunk's own: copy what is to stay. */
export type TakePiece = (piece: Buffer, isFirst: boolean, isLast: boolean) => void;

const headerBytes = 5;

/** Returns the function that takes CopyData messages; each is one row (protocol documentation, CopyData). */
export function rowPieces(take: TakePiece): (bytes: Buffer) => void {
  const header = Buffer.alloc(headerBytes); // of the row at hand, where a chunk ended within it
  let headerLength = 0;
  let rowLeft = 0;
  let isFirst = true;
  return (bytes) => {
    for (let at = 0; at < bytes.length; ) {
      if (rowLeft === 0) {
        const copied = bytes.copy(header, headerLength, at, at + headerBytes - headerLength);
        at += copied;
        headerLength += copied;
        if (headerLength < headerBytes) return;
        headerLength = 0;
        rowLeft = header.readUInt32BE(1) - 4;
        isFirst = true;
        continue;
      }
      const piece = bytes.subarray(at, at + rowLeft);
      at += piece.length;
      rowLeft -= piece.length;
      take(piece, isFirst, rowLeft === 0);
      isFirst = false;
    }
  };
}
