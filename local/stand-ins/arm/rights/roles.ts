// Roles of Azure, and what one allows.

export interface Role {
  actions: string[];
  notActions: string[];
}

/** Azure's built-in roles that the local tenant gives out, as Azure defines them. */
export const builtInRoles: Readonly<Record<string, Role>> = {
  Owner: { actions: ['*'], notActions: [] },
  Contributor: {
    actions: ['*'],
    notActions: ['Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write', 'Microsoft.Authorization/elevateAccess/Action'],
  },
  Reader: { actions: ['*/read'], notActions: [] },
};

/** What one role allows and does not take out again; roles add up. */
export const allows = (roles: readonly Role[], action: string): boolean =>
  roles.some(({ actions, notActions }) => actions.some(covers(action)) && !notActions.some(covers(action)));

/** `*` stands for any text, slashes included; casing makes no difference. */
const covers = (action: string) => (pattern: string) => new RegExp(`^${pattern.split('*').map(literally).join('.*')}$`, 'is').test(action);

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
