// Which migration a command is about: by target and name, or by --id.

import type { Overview } from '../client/answers';
import { askOverview, askResource } from '../client/migrations';
import { usageFailure } from '../failure';
import type { Session } from '../session';
import { type TargetOptions, targetId } from './target';

export interface MigrationOptions extends TargetOptions {
  migrationName?: string;
  id?: string;
}

export interface MigrationPlace {
  id: string;
  target: string;
  name: string;
}

export async function findPlace(options: MigrationOptions, session: Session): Promise<MigrationPlace> {
  if (options.id) {
    const { id, target, name } = await askOverview(session.client, options.id);
    return { id, target, name };
  }
  const { migrationName } = options;
  if (!migrationName) throw usageFailure('--migration-name is required (or --id).');
  const target = targetId(options, session);
  const { properties, name } = await askResource(session.client, target, migrationName);
  return { id: properties.migrationId, target, name };
}

export async function findOverview(options: MigrationOptions, session: Session): Promise<Overview> {
  return askOverview(session.client, options.id ?? (await findPlace(options, session)).id);
}
