/** Turns "not found" into its rejection. */
import { Rejection } from '../../shared/domain/rejections';
import type { MigrationReference, MigrationView } from '../../shared/migrations/types';

export function found(view: MigrationView | undefined, wanted: MigrationReference | { id: string }): MigrationView {
  if (view) return view;
  const message =
    'id' in wanted
      ? `There is no migration with the id '${wanted.id}'.`
      : `The target server '${wanted.target.server}' has no migration '${wanted.name}'.`;
  throw new Rejection('ResourceNotFound', message);
}
