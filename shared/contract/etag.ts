/** The API's ETag of a migration: the record's, in the form that HTTP asks for. */
import { createHash } from 'node:crypto';
import { Rejection } from '../domain/rejections';
import type { MigrationView } from '../migrations/types';

/** The store's own ETag is weak and says when and how it stores; a hash of it is strong, short and tells nothing. 22 characters = 128 bits. */
export const etagOf = (view: MigrationView) => `"${createHash('sha256').update(view.etag).digest('base64url').slice(0, 22)}"`;

/** Throws Rejection PreconditionFailed if the caller's If-Match does not name the migration as it is now. */
export function requireMatch(ifMatch: string | null, view: MigrationView | undefined): void {
  if (!ifMatch) return;
  const wanted = ifMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  if (view && (wanted.includes('*') || wanted.includes(etagOf(view)))) return;
  const reason = view ? 'the migration has changed since it was read: GET it again' : 'there is no such migration';
  throw new Rejection('PreconditionFailed', `If-Match does not hold: ${reason}.`);
}
