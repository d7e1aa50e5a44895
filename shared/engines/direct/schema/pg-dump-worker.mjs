// Runs pg_dump (WASM) in a worker thread. pg_dump reads synchronously, so this thread sleeps on a SharedArrayBuffer while the main thread,
// which owns the authenticated socket, brings the server's reply piece by piece. Plain JavaScript: a worker is not transformed by jest.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { pgDump } from '@electric-sql/pglite-tools/pg_dump';
import { hideRestrict, showRestrict, showRestrictInText } from './restrict-lines.mjs';

const begin = once(parentPort, 'message');
/** Before it is told what to dump: pg_dump then begins at once. */
const program =
  workerData.program ??
  (await WebAssembly.compile(await readFile(new URL('pg_dump.wasm', import.meta.resolve('@electric-sql/pglite-tools/pg_dump')))));
parentPort.postMessage({ kind: 'compiled', program });
const [task] = await begin;
const control = new Int32Array(task.control);
const piece = new Uint8Array(task.piece);
/** Slots of `control` and values of `state`, as in reply-queue.ts. */
const state = 0;
const length = 1;
const isLast = 2;
const empty = 0;

/** Frontend messages after which the server answers up to its next ReadyForQuery. */
const query = 0x51;
const sync = 0x53;

let unsent = [];
let headerBytes = [];
let bodyBytes = 0;
let isStarted = false;

/** Does this write complete a request? libpq may cut messages anywhere, and the start-up message has no type byte. */
function completesRequest(bytes) {
  let complete = false;
  for (let at = 0; at < bytes.length; ) {
    if (bodyBytes > 0) {
      const taken = Math.min(bodyBytes, bytes.length - at);
      at += taken;
      bodyBytes -= taken;
    } else {
      headerBytes.push(bytes[at++]);
      if (headerBytes.length < (isStarted ? 5 : 4)) continue;
      bodyBytes = Buffer.from(headerBytes.slice(-4)).readInt32BE(0) - 4;
    }
    if (bodyBytes === 0) {
      complete = !isStarted || headerBytes[0] === query || headerBytes[0] === sync;
      isStarted = true;
      headerBytes = [];
    }
  }
  return complete;
}

function receiveReply() {
  const pieces = [];
  for (let last = false; !last; ) {
    Atomics.wait(control, state, empty);
    pieces.push(piece.slice(0, control[length]));
    last = control[isLast] === 1;
    Atomics.store(control, state, empty);
    parentPort.postMessage({ kind: 'taken' });
  }
  return Buffer.concat(pieces);
}

/** The part of PGlite that pgDump uses. Its queries after the dump concern PGlite's own session and have no meaning here. */
const connection = {
  query: async () => ({ rows: [{ search_path: '' }] }),
  exec: async () => [],
  execProtocolRawStream(bytes, { onRawData }) {
    unsent.push(bytes.slice());
    if (!completesRequest(bytes)) return;
    parentPort.postMessage({ kind: 'send', bytes: showRestrict(Buffer.concat(unsent)) });
    unsent = [];
    onRawData(hideRestrict(receiveReply()));
  },
};

try {
  const file = await pgDump({ pg: connection, args: task.args });
  parentPort.postMessage({ kind: 'done', text: showRestrictInText(await file.text()) });
} catch (error) {
  parentPort.postMessage({ kind: 'failed', message: String(error?.message ?? error) });
}
