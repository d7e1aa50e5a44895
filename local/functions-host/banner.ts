/** The list of functions that `func start` prints: those with an address first, then the others with their trigger. */
import { type FunctionApp, triggerOf } from './core/function-app';
import type { HttpFunction } from './http/router';

export function functionList(app: FunctionApp, httpFunctions: HttpFunction[], origin: string, routePrefix: string): string {
  const prefix = routePrefix === '' ? '' : `${routePrefix}/`;
  const http = httpFunctions.map(({ name, methods, route }) => `\t${name}: [${methods.join(',')}] ${origin}/${prefix}${route}`);
  const isHttp = new Set(httpFunctions.map(({ name }) => name));
  const others = [...app.functions.values()]
    .filter(({ metadata }) => !isHttp.has(metadata.name))
    .map(({ metadata }) => `\t${metadata.name}: ${triggerOf(metadata)?.type ?? 'no trigger'}`)
    .sort();
  return ['', 'Functions:', '', ...[...http, ...others].flatMap((line) => [line, ''])].join('\n');
}
