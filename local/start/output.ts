// What npm start says, on the terminal and in <data>/logs/start.log.
import { appendFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';

export interface Output {
  say(line: string): void;
  /** One step of the start, with the seconds since its beginning. */
  step(title: string, detail: string): void;
  /** To stderr. */
  complain(message: string): void;
  /** From now on lines go to the log, too; what was said before is put there first. */
  keep(): void;
}

const titleWidth = 16;

/** The log is written only once the data folder is known to be ours. */
export function openOutput(data: string): Output {
  const startedMs = performance.now();
  // A terminal or pipe that went away must not end us by EPIPE before our children: what is said still goes to the log.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  let earlier: string[] | undefined = [];
  const log = (line: string) => {
    const entry = `${new Date().toISOString()} ${line}\n`;
    if (earlier) earlier.push(entry);
    else appendFileSync(join(data, 'logs', 'start.log'), entry);
  };
  const say = (line: string) => {
    process.stdout.write(`${line}\n`);
    log(line);
  };
  return {
    say,
    step: (title, detail) => say(`  ${title.padEnd(titleWidth)}${detail}, after ${((performance.now() - startedMs) / 1000).toFixed(1)} s`),
    complain(message) {
      process.stderr.write(`${message}\n`);
      log(message);
    },
    keep() {
      const file = join(data, 'logs', 'start.log');
      mkdirSync(join(data, 'logs'), { recursive: true });
      if (existsSync(file)) renameSync(file, `${file}.1`);
      appendFileSync(file, (earlier ?? []).join(''), { mode: 0o600 });
      earlier = undefined;
    },
  };
}
