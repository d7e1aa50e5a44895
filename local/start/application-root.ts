// Finds the folder of the Functions app, and our scripts in their compiled form.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The nearest folder above this file that holds a host.json. */
export function applicationRoot(): string {
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    if (existsSync(join(folder, 'host.json'))) return folder;
  }
  throw new Error(`No host.json above ${__dirname}: name the folder of the Functions app with --root.`);
}

/** `path` is relative to local/, e.g. `stand-ins/main.js`. Seen from a TypeScript test, the compiled files are in dist. */
export function compiledScript(path: string): string {
  const script = __filename.endsWith('.ts') ? join(applicationRoot(), 'dist', 'local', path) : join(__dirname, '..', path);
  if (!existsSync(script)) throw new Error(`${script} is not there. Run npm run build first.`);
  return script;
}
