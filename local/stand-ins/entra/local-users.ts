// The people of the local tenant: each has the roles of the client of that name.
import type { PublicSeedName } from './seed-clients';

export const localUsers: readonly { name: PublicSeedName; may: string }[] = [
  { name: 'operator', may: 'may do everything' },
  { name: 'reader', may: 'sees migrations' },
  { name: 'writer', may: 'sees and starts migrations' },
  { name: 'approver', may: 'sees migrations and decides about overwriting' },
  { name: 'none', may: 'has no role' },
];
