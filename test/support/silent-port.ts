// A port that drops what comes, as a firewall does: its process is stopped, and its queue of connections is full.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface SilentPort {
  port: number;
  end(): void;
}

const program = `require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { console.log(this.address().port); })`;
/** Longer than a handshake on one machine ever takes. */
const silenceMs = 300;

export async function openSilentPort(): Promise<SilentPort> {
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const fillers: Socket[] = [];
  const end = () => {
    for (const filler of fillers) filler.destroy();
    child.kill('SIGKILL'); // ends a stopped process, too
  };
  try {
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const port = Number(line.toString());
    child.kill('SIGSTOP');
    for (let isFull = false; !isFull; ) {
      if (fillers.length > 50) throw new Error('The queue of the stopped process does not fill.');
      const filler = connect({ port, host: '127.0.0.1' });
      filler.on('error', () => undefined);
      fillers.push(filler);
      isFull = !(await once(filler, 'connect', { signal: AbortSignal.timeout(silenceMs) }).then(
        () => true,
        () => false,
      ));
    }
    return { port, end };
  } catch (error) {
    end();
    throw error;
  }
}
