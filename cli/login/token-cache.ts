// Keeps the tokens of a device-code sign-in between commands: in files that only their owner can read, as az keeps its own on Linux.
import { textOf, writePrivately } from './login-file';

/** The parts of MSAL's cache that a plug-in is given; the library does not publish the types. */
interface CacheAccess {
  cacheHasChanged: boolean;
  tokenCache: { serialize(): string; deserialize(text: string): void };
}

interface PluginContext {
  cachePluginControl: { setPersistence(make: (options: { name?: string }) => Promise<object>): void };
}

/** For `useIdentityPlugin`. */
export const tokenCache = (folder: string) => (context: unknown) => {
  (context as PluginContext).cachePluginControl.setPersistence(async ({ name = 'tokens' }) => {
    const file = `${name}.json`;
    return {
      async beforeCacheAccess({ tokenCache: cache }: CacheAccess) {
        const text = await textOf(folder, file);
        if (text !== undefined) cache.deserialize(text);
      },
      async afterCacheAccess({ cacheHasChanged, tokenCache: cache }: CacheAccess) {
        if (cacheHasChanged) await writePrivately(folder, file, cache.serialize());
      },
    };
  });
};
