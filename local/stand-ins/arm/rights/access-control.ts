// Who may do what where: role assignments of the directory, custom roles and assignments made here, and whether all that is enforced.
import { join } from 'node:path';
import { z } from 'zod';
import { openStateFile } from '../../../files/state-file';
import type { Directory } from '../../entra/directory';
import { builtInRoles, type Role } from './roles';

export const accessSettingsSchema = z.strictObject({
  /** Otherwise rights are told, and nobody is refused. */
  enforce: z.boolean(),
  /** Custom roles by name. */
  roles: z.record(z.string(), z.strictObject({ actions: z.array(z.string()), notActions: z.array(z.string()).default([]) })).default({}),
  /** By client id, or by name for the clients that every start provides (`service`, `aadApp`, ...); in place of what the directory says. */
  assignments: z.record(z.string(), z.array(z.strictObject({ scope: z.string().startsWith('/'), role: z.string().min(1) }))).default({}),
});
export type AccessSettings = z.output<typeof accessSettingsSchema>;

export interface AccessControl {
  settings(): AccessSettings;
  change(settings: AccessSettings): Promise<void>;
  /** A role counts where it was given and below. */
  rolesOn(clientId: string, scope: string): Role[];
}

export async function openAccessControl(folder: string, directory: Directory): Promise<AccessControl> {
  const file = await openStateFile<AccessSettings>(join(folder, 'access-control.json'), accessSettingsSchema, () => ({
    enforce: false,
    roles: {},
    assignments: {},
  }));
  const assignmentsOf = (clientId: string) => {
    const { assignments } = file.read();
    const own = Object.entries(assignments).find(([who]) => (directory.seedClientId(who) ?? who).toLowerCase() === clientId.toLowerCase());
    return own?.[1] ?? directory.client(clientId)?.roleAssignments ?? [];
  };
  return {
    settings: () => file.read(),
    change: (settings) => file.update((draft) => void Object.assign(draft, settings)),
    rolesOn(clientId, scope) {
      const { roles } = file.read();
      return assignmentsOf(clientId)
        .filter((assignment) => isWithin(scope, assignment.scope))
        .flatMap(({ role }) => roles[role] ?? builtInRoles[role] ?? []);
    },
  };
}

const isWithin = (scope: string, outer: string) => `${plain(scope)}/`.startsWith(`${plain(outer)}/`);

/** Casing, a trailing slash and doubled ones make no difference. */
const plain = (id: string) => id.toLowerCase().replaceAll(/\/+/g, '/').replace(/\/$/, '');
