/** The API that the pages use, and who is signed in. */
import { createContext, useContext } from 'react';
import type { Api } from './api';

export interface Session {
  api: Api;
  /** Undefined where nobody has to sign in. */
  user?: { name: string; roles: readonly string[]; signOut(): void };
}

export const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) throw new Error('There is no session around this component.');
  return session;
}

export const useApi = (): Api => useSession().api;

/** Where nobody has to sign in, everybody may do everything. */
export function useHasRole(role: 'Migrations.Read' | 'Migrations.Write' | 'Migrations.Approve'): boolean {
  const { user } = useSession();
  return !user || user.roles.includes(role);
}
