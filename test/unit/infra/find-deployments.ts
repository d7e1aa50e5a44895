// What scripts/bicep.mjs finds in infra/: compiled templates, and every resource that each parameter file deploys, with its values worked out.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Resource {
  id: string;
  type: string;
  name: string;
  kind?: string;
  sku?: { name: string };
  tags?: Record<string, string>;
  identity?: { type: string };
  /** What only Azure knows is left as an expression: `[reference(...)...]`. */
  properties: Record<string, unknown>;
}

/** What stands at a path like `properties.subnets.0.name`. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], value);

export interface Deployment {
  resources: Resource[];
  outputs: Record<string, unknown>;
}

interface Template {
  parameters?: Record<string, { metadata?: { description?: string } }>;
}

export interface Found {
  /** Why there is no compiler here; then there is nothing else. */
  skipped?: string;
  problems: string[];
  /** By file. */
  templates: Record<string, Template>;
  /** By the name of the parameter file. */
  deployments: Record<string, Deployment>;
}

/** Runs at once, because what is found decides which tests there are. */
export function findDeployments(): Found {
  const folder = mkdtempSync(join(tmpdir(), 'pgflex-bicep-'));
  try {
    const file = join(folder, 'found.json');
    const { stdout, stderr } = spawnSync(process.execPath, ['scripts/bicep.mjs', '--json', file], { encoding: 'utf8' });
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Found;
    } catch (error) {
      throw new Error(`scripts/bicep.mjs did not come to an end: ${stdout}${stderr}`, { cause: error });
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
