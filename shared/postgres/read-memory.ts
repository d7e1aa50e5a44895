// Memory that a socket reads into, and uses again: memory that is fresh for each read costs a page fault per 4 KB of it.
import { type OnReadOpts, Socket, type SocketConstructorOpts } from 'node:net';

export interface ReadMemory {
  /** A socket that reads into this memory and emits 'data' as any other. */
  newSocket(): Socket;
  /** While lent, the bytes of 'data' are its listener's only until it returns, or as long as it keeps them; else they are its own. */
  lend(isLent: boolean): void;
  /** To be called while 'data' is emitted: its bytes stay as they are until the returned function is called. */
  keep(): () => void;
}

interface Piece {
  bytes: Buffer;
  /** Who looks at it now. */
  users: number;
}

/** One read takes as much at most: what comes in two milliseconds at 60 MB/s. */
const pieceBytes = 128 * 1024;
/** Fewer are copied: a slow source must not hold a whole piece for each row. */
const lentFromBytes = 16 * 1024;

/** Of one connection. TLS reads into memory of its own: then nothing is lent. */
export function readMemory(): ReadMemory {
  const free: Piece[] = [];
  let isLent = false;
  let reading: Piece | undefined;
  let emitted: Piece | undefined;
  const leave = (piece: Piece) => {
    piece.users--;
    if (piece.users === 0) free.push(piece);
  };

  function nextPiece(): Buffer {
    reading = free.pop() ?? { bytes: Buffer.allocUnsafeSlow(pieceBytes), users: 0 };
    return reading.bytes;
  }

  function newSocket(): Socket {
    const options: SocketConstructorOpts & { onread: OnReadOpts } = {
      onread: {
        buffer: nextPiece,
        callback(count) {
          const piece = reading;
          if (!piece) throw new Error('A socket read without memory.');
          const bytes = piece.bytes.subarray(0, count);
          piece.users = 1;
          if (isLent && count >= lentFromBytes) {
            emitted = piece;
            socket.emit('data', bytes);
            emitted = undefined;
          } else socket.emit('data', Buffer.from(bytes));
          leave(piece);
          return true;
        },
      },
    };
    const socket = new Socket(options);
    return socket;
  }

  return {
    newSocket,
    lend(now) {
      isLent = now;
    },
    keep() {
      const piece = emitted;
      if (!piece) return () => {};
      piece.users++;
      return () => leave(piece);
    },
  };
}
