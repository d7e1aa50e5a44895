// Passwords of the administrators of registered servers: in memory only, until this process ends.
import type { ServerKey } from './server-registry';

export interface Logins {
  remember(key: ServerKey, password: string): void;
  /** Undefined: it was registered without one, or before this process began. */
  passwordOf(key: ServerKey): string | undefined;
}

export function rememberedLogins(): Logins {
  const passwords = new Map<string, string>();
  const keyOf = ({ kind, resourceGroup, name }: ServerKey) => `${kind}/${resourceGroup}/${name}`.toLowerCase();
  return {
    remember: (key, password) => void passwords.set(keyOf(key), password),
    passwordOf: (key) => passwords.get(keyOf(key)),
  };
}
