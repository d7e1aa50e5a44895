// One Bicep process that answers many questions over JSON-RPC: its start, which loads Azure's types, is the slow part.
import { spawn } from 'node:child_process';
import { once } from 'node:events';

const separator = '\r\n\r\n';

/** `environment`: for parameter files that read it. */
export function openBicep(path, environment) {
  const child = spawn(path, ['jsonrpc', '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, ...environment } });
  const waiting = new Map();
  let received = Buffer.alloc(0);
  let lastId = 0;
  const exited = once(child, 'exit');
  child.on('exit', (code) => {
    for (const { reject } of waiting.values()) reject(new Error(`The Bicep compiler ended with ${code}.`));
  });
  child.stdout.on('data', (chunk) => {
    received = Buffer.concat([received, chunk]);
    for (let end = received.indexOf(separator); end >= 0; end = received.indexOf(separator)) {
      const length = Number(/Content-Length: (\d+)/i.exec(received.subarray(0, end).toString())?.[1]);
      const start = end + separator.length;
      if (received.length < start + length) return;
      const { id, result, error } = JSON.parse(received.subarray(start, start + length).toString());
      received = received.subarray(start + length);
      const call = waiting.get(id);
      waiting.delete(id);
      if (error) call?.reject(new Error(`bicep/${call.method}: ${error.message}`));
      else call?.resolve(result);
    }
  });
  return {
    call(method, params) {
      const id = ++lastId;
      const body = JSON.stringify({ jsonrpc: '2.0', id, method: `bicep/${method}`, params });
      child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}${separator}${body}`);
      return new Promise((resolve, reject) => waiting.set(id, { method, resolve, reject }));
    },
    async close() {
      child.stdin.end();
      child.kill();
      await exited;
    },
  };
}
