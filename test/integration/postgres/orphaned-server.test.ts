// A server never outlives the process that started it, however that ends.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { oldestMajor } from '../../../local/postgres/installations';

const repository = join(__dirname, '../../..');

/** A process of its own that starts a server, reports it and then does nothing. */
const program = `
  require('@swc/core/package.json');
  const { transformSync } = require('@swc/core');
  const { readFileSync } = require('node:fs');
  require('node:module')._extensions['.ts'] = (module, file) =>
    module._compile(transformSync(readFileSync(file, 'utf8'), { filename: file, jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } }).code, file);
  const { startPostgres } = require('./local/postgres/start-postgres.ts');
  startPostgres({ major: ${oldestMajor()} }).then(({ port, directory, dataDirectory }) => {
    const pid = Number(readFileSync(dataDirectory + '/postmaster.pid', 'utf8').split('\\n')[0]);
    console.log(JSON.stringify({ pid, directory }));
    process.stdin.on('data', () => process.exit(0)).resume();
  });
`;

async function startElsewhere(): Promise<{ parent: ChildProcess; pid: number; directory: string }> {
  const parent = spawn(process.execPath, ['-e', program], { cwd: repository, stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = await once(createInterface(parent.stdout), 'line');
  return { parent, ...JSON.parse(line) };
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** The end of a process that is not our child makes no event; the deadline is the behaviour under test. */
async function within(timeMs: number, condition: () => boolean): Promise<boolean> {
  for (const deadline = Date.now() + timeMs; Date.now() < deadline; await new Promise((resolve) => setTimeout(resolve, 20))) {
    if (condition()) return true;
  }
  return condition();
}

test.each([
  ['is killed', (parent: ChildProcess) => parent.kill('SIGKILL')],
  ['exits without stopping it', (parent: ChildProcess) => parent.stdin?.write('exit\n')],
])('when its parent %s, the server is gone within seconds, and its directory too', async (_, end) => {
  const { parent, pid, directory } = await startElsewhere();
  expect(isRunning(pid)).toBe(true);
  end(parent);
  expect(await within(5_000, () => !isRunning(pid) && !existsSync(directory))).toBe(true);
});
