// One operation of Resource Manager: a route and the action that a caller must be allowed to do.
import type { Request } from '../http/messages';
import type { Route } from '../http/routes';

export interface Operation extends Route {
  /** In full, as role definitions write it. */
  action: string | ((request: Request) => string);
  /** Where; default: at the path. */
  scope?(request: Request): string;
  /** What a caller must also be allowed to do, to what the request refers to. */
  linked?(request: Request): { action: string; scope: string }[];
}
