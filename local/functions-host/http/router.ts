/**
 * Chooses the function for a request as the real host was seen to do: the first that matches, in case-insensitive alphabetical order of
 * function NAME, whatever is more specific.
 */
import { type FunctionApp, triggerOf } from '../core/function-app';
import { compileRoute } from './route';

export interface HttpFunction {
  name: string;
  bindingName: string;
  /** Upper case. */
  methods: string[];
  /** Without the prefix. */
  route: string;
}

export interface Route {
  match(method: string, path: string): { target: HttpFunction; params: Record<string, string> } | undefined;
  functions: HttpFunction[];
}

export function createRouter(app: FunctionApp, routePrefix: string): Route {
  const functions = [...app.functions.values()].flatMap(({ metadata }) => {
    const trigger = triggerOf(metadata);
    if (trigger?.type.toLowerCase() !== 'httptrigger') return [];
    const { methods, route } = trigger.options as { methods?: string[]; route?: string };
    const target: HttpFunction = {
      name: metadata.name,
      bindingName: trigger.name,
      methods: (methods ?? ['GET', 'POST']).map((method) => method.toUpperCase()),
      route: route ?? metadata.name,
    };
    return [{ target, match: compileRoute(`${routePrefix}/${target.route}`) }];
  });
  functions.sort((a, b) => compareNames(a.target.name, b.target.name));
  return {
    functions: functions.map(({ target }) => target),
    match(method, path) {
      for (const { target, match } of functions) {
        const params = target.methods.includes(method) ? match(path) : undefined;
        if (params) return { target, params };
      }
      return undefined;
    },
  };
}

function compareNames(a: string, b: string): number {
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  return x < y ? -1 : x > y ? 1 : 0;
}
