/** The target installs its own version of an extension, and some extensions do their work only when they are preloaded. */
import { quoteIdentifier } from '../postgres/quote';
import { extensionsUsed } from './extensions-used';
import { preloadedLibraries, preloadOf } from './preloaded-libraries';
import type { DatabaseRule } from './rule';

export const extensionDiffers: DatabaseRule = {
  code: 'EXTENSION_DIFFERS',
  severity: 'warning',
  async check({ source, target }) {
    const used = await extensionsUsed(source);
    if (used.length === 0) return [];
    const offered = await target.rows<{ name: string; version: string }>(
      'SELECT name, default_version AS version FROM pg_available_extensions WHERE name = ANY ($1)',
      [used.map(({ name }) => name)],
    );
    const versions = new Map(offered.map(({ name, version }) => [name, version]));
    const libraries = await preloadedLibraries(target);
    return used.flatMap(({ name, version }) => {
      const objects = [quoteIdentifier(name)];
      const onTarget = versions.get(name);
      const preload = preloadOf(name);
      return [
        ...(onTarget !== undefined && isOlder(onTarget, version)
          ? [
              {
                message: `Extension ${quoteIdentifier(name)} has version ${version} on the source, and the older ${onTarget} on the target.`,
                objects,
              },
            ]
          : []),
        ...(onTarget !== undefined && preload && !preload.isNeeded && !libraries.includes(preload.library)
          ? [
              {
                message: `Extension ${quoteIdentifier(name)} needs the library ${preload.library}, which the target does not preload.`,
                objects,
                fix: `Add ${preload.library} to shared_preload_libraries of the target, and restart it.`,
              },
            ]
          : []),
      ];
    });
  },
};

/** Versions are names; those that are numbers with dots have an order. */
function isOlder(one: string, other: string): boolean {
  return one.localeCompare(other, 'en', { numeric: true }) < 0;
}
