/** How numbers and times read in a report. */

export const count = (number: number) => number.toLocaleString('en-US');

/** `1 table`, `3 tables`. */
export const counted = (number: number, thing: string) => `${count(number)} ${thing}${number === 1 ? '' : 's'}`;

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** In powers of 1000, as disks and networks are sold. */
export function bytes(number: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(number, 1)) / 3), units.length - 1);
  const value = number / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 99.95 ? 0 : 1)} ${units[power]}`;
}

export function duration(milliseconds: number): string {
  const seconds = milliseconds / 1000;
  if (seconds < 60) return `${seconds.toFixed(seconds < 9.95 ? 1 : 0)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${Math.floor(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `2026-11-23 06:20:00 UTC`. */
export const time = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

export const elapsedMs = ({ startedOn, endedOn }: { startedOn: string; endedOn: string }) => Date.parse(endedOn) - Date.parse(startedOn);

export function megabytesPerSecond(size: number, milliseconds: number): string {
  if (size === 0 || milliseconds <= 0) return '';
  const rate = size / milliseconds / 1000;
  return rate < 0.1 ? '< 0.1' : rate.toFixed(rate < 9.95 ? 1 : 0);
}
