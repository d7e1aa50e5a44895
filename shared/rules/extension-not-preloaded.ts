/** Some extensions cannot even be created while the server has not preloaded their library. */
import { quoteIdentifier } from '../postgres/quote';
import { extensionsUsed } from './extensions-used';
import { preloadedLibraries, preloadOf } from './preloaded-libraries';
import type { DatabaseRule } from './rule';

export const extensionNotPreloaded: DatabaseRule = {
  code: 'EXTENSION_NOT_PRELOADED',
  severity: 'error',
  async check({ source, target }) {
    const used = (await extensionsUsed(source)).filter(({ name }) => preloadOf(name)?.isNeeded);
    if (used.length === 0) return [];
    const libraries = await preloadedLibraries(target);
    return used.flatMap(({ name }) => {
      const library = preloadOf(name)?.library;
      if (library === undefined || libraries.includes(library)) return [];
      return [
        {
          message: `Extension ${quoteIdentifier(name)} can be created only where the library ${library} is preloaded, and the target does not.`,
          objects: [quoteIdentifier(name)],
          fix: `Add ${library} to shared_preload_libraries of the target, and restart it.`,
        },
      ];
    });
  },
};
