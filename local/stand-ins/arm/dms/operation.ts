// One operation of the resource provider: a route and the action that a caller must be allowed to do.
import type { Route } from '../../http/routes';

export interface Operation extends Route {
  /** Below `Microsoft.DataMigration/`. */
  action: string;
}
