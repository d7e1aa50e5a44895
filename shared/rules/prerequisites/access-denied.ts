/** A server that may not be read although the role assignments allow it: a deny assignment, or a role that is too young to be known everywhere. */
import { isDenied, type ServerLook } from '../../azure/azure-look';
import { armServerId } from '../../domain/server-ids';
import { identityName } from './names';
import { missingActions } from './permission-missing';
import type { PrerequisiteRule } from './prerequisite-rule';

export const accessDenied: PrerequisiteRule = {
  code: 'ARM_ACCESS_DENIED',
  severity: 'error',
  check(look) {
    const told = new Set(look.scopes.filter((scope) => missingActions(look, scope).length > 0).map(({ id }) => id));
    const sides: ServerLook[] = [...(look.source ? [look.source] : []), look.target];
    return sides
      .filter(({ id, server }) => isDenied(server) && !told.has(armServerId(id)))
      .map(({ id }) => ({
        message: `${identityName(look.principal)} may not read the server '${id.server}', though its roles allow it.`,
        objects: [armServerId(id)],
        fix: `Role assignments take some minutes to spread; else look for a deny assignment: az rest --method get --url 'https://management.azure.com${armServerId(id)}/providers/Microsoft.Authorization/denyAssignments?api-version=2022-04-01'`,
      }));
  },
};
