/** The settings of host.json that this host honours, with the real host's defaults. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export interface HostSettings {
  /** Without slashes at its ends; may be empty. */
  routePrefix: string;
  hubName: string;
  maxConcurrentActivities: number;
}

interface HostJson {
  extensions?: {
    http?: { routePrefix?: string };
    durableTask?: { hubName?: string; maxConcurrentActivityFunctions?: number };
  };
}

/** The real host's default on its Consumption plan; elsewhere it is ten times the number of processors. */
const defaultConcurrentActivities = 10;

export function readHostJson(root: string): HostSettings {
  const file = path.join(root, 'host.json');
  if (!existsSync(file)) throw new Error(`${file} is missing; a Functions app has one, if only { "version": "2.0" }.`);
  const { extensions = {} } = JSON.parse(readFileSync(file, 'utf8')) as HostJson;
  const { hubName = 'TestHubName', maxConcurrentActivityFunctions = defaultConcurrentActivities } = extensions.durableTask ?? {};
  if (!/^[A-Za-z][A-Za-z0-9]{2,44}$/.test(hubName)) {
    throw new Error(`The hubName '${hubName}' in ${file} is not valid: 3 to 45 letters and digits, beginning with a letter.`);
  }
  return {
    routePrefix: (extensions.http?.routePrefix ?? 'api').replace(/^\/+|\/+$/g, ''),
    hubName,
    maxConcurrentActivities: maxConcurrentActivityFunctions,
  };
}
