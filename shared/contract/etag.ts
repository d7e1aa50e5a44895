/** The API's ETag of a migration: the record's, in the form that HTTP asks for. */
import { createHash } from 'node:crypto';
import { Rejection } from '../domain/rejections';
import type { MigrationView, Precondition } from '../migrations/types';

export const etagOf = (view: MigrationView) => entityTag(view.etag);

/** The store's own ETag is weak and says when and how it stores; a hash of it is strong, short and tells nothing. 22 characters = 128 bits. */
const entityTag = (etag: string) => `"${createHash('sha256').update(etag).digest('base64url').slice(0, 22)}"`;

/** Throws Rejection PreconditionFailed if the caller's If-Match does not name the migration as it is in the transaction that changes it. */
export function ifMatch(header: string | null): Precondition {
  if (!header) return () => undefined;
  const wanted = header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return (etag) => {
    if (etag !== undefined && (wanted.includes('*') || wanted.includes(entityTag(etag)))) return;
    const reason = etag === undefined ? 'there is no such migration' : 'the migration has changed since it was read: GET it again';
    throw new Rejection('PreconditionFailed', `If-Match does not hold: ${reason}.`);
  };
}
