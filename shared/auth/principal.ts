/** Who makes a request, and what they may do: the app roles of this service (DESIGN 6). */
import { Rejection } from '../domain/rejections';

export const appRoles = ['Migrations.Read', 'Migrations.Write', 'Migrations.Approve'] as const;
export type AppRole = (typeof appRoles)[number];

export interface Principal {
  /** As it is recorded: a user's name or an application's id. Absent where nobody has to prove who they are. */
  name?: string;
  roles: ReadonlySet<string>;
}

/** Where authentication is off (only on one machine, in development): everybody may do everything. */
export const anonymous: Principal = { roles: new Set(appRoles) };

/** Throws Rejection AuthorizationFailed, naming what is missing, unless the caller has at least one of the roles. */
export function requireRole(principal: Principal, ...oneOf: AppRole[]): void {
  if (oneOf.some((role) => principal.roles.has(role))) return;
  const caller = principal.name ? `'${principal.name}'` : 'The caller';
  throw new Rejection('AuthorizationFailed', `${caller} lacks the app role ${oneOf.map((role) => `'${role}'`).join(' or ')}.`);
}
