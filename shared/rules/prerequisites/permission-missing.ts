/** The migration's identity may do everything that it will have to do, on each resource concerned (docs/permissions.md). */
import { type AzureLook, isDenied, type ScopeLook } from '../../azure/azure-look';
import { isAllowed } from '../../azure/permissions';
import { azContributor } from '../../domain/az-commands';
import { permissionsRead } from '../../domain/permissions';
import { identityName, scopeName } from './names';
import type { PrerequisiteRule } from './prerequisite-rule';

export const permissionMissing: PrerequisiteRule = {
  code: 'PERMISSION_MISSING',
  severity: 'error',
  check: (look) =>
    look.scopes.flatMap((scope) => {
      const actions = missingActions(look, scope);
      if (!actions.length) return [];
      const rights = actions.length === 1 ? 'the right' : `${actions.length} rights`;
      return [
        {
          message: `${identityName(look.principal)} lacks ${rights} on ${scopeName(scope)}: ${actions.join(', ')}.`,
          objects: [scope.id],
          fix: azContributor(look.principal.objectId, scope.id),
        },
      ];
    }),
};

/** Whoever may not even ask for its rights has none at all, or all but that one: a server that it could read tells which. */
export function missingActions(look: AzureLook, { scope, needed, grants }: ScopeLook): string[] {
  if (grants.kind === 'read') return needed.filter((action) => !isAllowed(grants.value, action));
  if (!isDenied(grants)) return []; // Azure did not answer: told as that
  const server = scope === 'source' ? look.source?.server : scope === 'target' ? look.target.server : undefined;
  return server?.kind === 'read' ? [permissionsRead] : needed;
}
