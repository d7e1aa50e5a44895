/** Numbers and times as people read them. */

const units = ['B', 'KB', 'MB', 'GB', 'TB'];

/** A megabyte is a million bytes, as in the API. */
export function bytes(count: number): string {
  const power = count < 1000 ? 0 : Math.min(Math.floor(Math.log10(count) / 3), units.length - 1);
  const value = count / 1000 ** power;
  return `${power && value < 100 ? value.toFixed(1) : Math.round(value)} ${units[power]}`;
}

export const count = (value: number): string => value.toLocaleString('en-US');

export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  if (hours) return `${hours} h ${minutes} min`;
  return minutes ? `${minutes} min ${rest} s` : `${rest} s`;
}

/** The last part of a resource id, or the host of `host:port@user`. */
export const serverName = (id: string): string => (id.includes('/') ? (id.split('/').at(-1) ?? id) : id.replace(/@.*$/, ''));

export const resourceGroupOf = (id: string): string => /\/resourceGroups\/([^/]+)/i.exec(id)?.[1] ?? '--';
export const subscriptionOf = (id: string): string => /\/subscriptions\/([^/]+)/i.exec(id)?.[1] ?? '--';

/** `WaitingForUserAction` -> `Waiting for user action`. */
export function words(code: string): string {
  const spaced = code.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/\bDBs?\b/g, (word) => (word === 'DB' ? 'database' : 'databases'));
  return spaced.charAt(0) + spaced.slice(1).toLowerCase();
}
