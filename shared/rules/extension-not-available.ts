/** An extension must exist on the target, and the target login must be allowed to create it. */

import type { CatalogSession } from '../postgres/catalog-session';
import { quoteIdentifier } from '../postgres/quote';
import { loadSql } from '../postgres/sql';
import { extensionsUsed } from './extensions-used';
import type { DatabaseRule } from './rule';

const available = loadSql(__dirname, 'extensions-available');
const availableBefore13 = loadSql(__dirname, 'extensions-available-before-13');

interface Available {
  name: string;
  /** Creating it takes no superuser. */
  creatable: boolean;
}

export const extensionNotAvailable: DatabaseRule = {
  code: 'EXTENSION_NOT_AVAILABLE',
  severity: 'error',
  async check({ source, target }) {
    const used = await extensionsUsed(source);
    if (used.length === 0) return [];
    const onTarget = new Map((await availableExtensions(target)).map((extension) => [extension.name, extension]));
    const allowed = await allowListed(target);
    return used.flatMap(({ name }) => {
      const extension = onTarget.get(name);
      const objects = [quoteIdentifier(name)];
      if (!extension) return [{ message: `The target has no extension ${quoteIdentifier(name)}.`, objects, fix: 'Drop it on the source.' }];
      if (allowed && !allowed.has('all') && !allowed.has(name.toLowerCase())) {
        return [{ message: `Extension ${quoteIdentifier(name)} is not in azure.extensions of the target.`, objects }];
      }
      if (!allowed && !extension.creatable) {
        const fix = 'Use a target login that is a superuser, or drop the extension on the source.';
        return [{ message: `Only a superuser can create extension ${quoteIdentifier(name)} on the target.`, objects, fix }];
      }
      return [];
    });
  },
};

function availableExtensions(target: CatalogSession): Promise<Available[]> {
  return target.rows<Available>(target.version >= 130_000 ? available : availableBefore13);
}

/** Azure lets its administrator create what this list names, trusted or not. Undefined on a server that is not Azure's. */
async function allowListed(target: CatalogSession): Promise<Set<string> | undefined> {
  const [row] = await target.rows<{ names: string | null }>(`SELECT current_setting('azure.extensions', true) AS names`);
  if (row?.names == null) return undefined;
  return new Set(row.names.split(',').map((name) => name.trim().toLowerCase()));
}
