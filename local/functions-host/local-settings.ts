/** Puts the values of a local.settings.json into the environment, as `func start` does: what is set already wins. */
import { existsSync, readFileSync } from 'node:fs';

interface LocalSettings {
  Values?: Record<string, string>;
  ConnectionStrings?: Record<string, string | { ConnectionString: string }>;
}

/** Returns a warning for each value that was skipped; values themselves are never shown. */
export function applyLocalSettings(file: string, environment: NodeJS.ProcessEnv): string[] {
  if (!existsSync(file)) return [];
  const { Values = {}, ConnectionStrings = {} } = JSON.parse(readFileSync(file, 'utf8')) as LocalSettings;
  const connections = Object.entries(ConnectionStrings).map(([name, value]) => {
    return [`ConnectionStrings:${name}`, typeof value === 'string' ? value : value.ConnectionString] as const;
  });
  const warnings: string[] = [];
  for (const [name, value] of [...Object.entries(Values), ...connections]) {
    if (environment[name] === undefined) environment[name] = String(value);
    else warnings.push(`Skipping '${name}' from local settings as it's already defined in current environment variables.`);
  }
  return warnings;
}
