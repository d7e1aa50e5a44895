// Finds the handler for a method and path, as Azure's services do: fixed segments in any case, a trailing slash does not matter.
import type { Handler } from './messages';

export interface Route {
  method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE';
  /** `/secrets/:name/versions` */
  path: string;
  handle: Handler;
}

/** The first route that fits, with the decoded values of its parameters. */
export function findRoute(routes: Route[], method: string, path: string): { route: Route; params: Record<string, string> } | undefined {
  const given = segmentsOf(path);
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchSegments(segmentsOf(route.path), given);
    if (params) return { route, params };
  }
  return undefined;
}

const segmentsOf = (path: string) => path.replace(/\/$/, '').split('/').slice(1);

function matchSegments(wanted: string[], given: string[]): Record<string, string> | undefined {
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, segment] of wanted.entries()) {
    const value = decode(given[index] ?? '');
    if (value === undefined) return undefined;
    if (segment.startsWith(':')) {
      if (value === '') return undefined;
      params[segment.slice(1)] = value;
    } else if (segment.toLowerCase() !== value.toLowerCase()) return undefined;
  }
  return params;
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // malformed percent-encoding names nothing
  }
}
