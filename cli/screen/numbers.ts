// How numbers read: 1,260,000 · 12.3 MB · 4.0 s.

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

export function count(number: number): string {
  return number.toLocaleString('en-US');
}

/** `1 table`, `3 tables`. */
export function counted(number: number, thing: string): string {
  return `${count(number)} ${thing}${number === 1 ? '' : 's'}`;
}

/** With three digits, in powers of 1000 as disks and networks are sold. */
export function bytes(number: number): string {
  const power = Math.min(Math.floor(Math.log10(Math.max(number, 1)) / 3), units.length - 1);
  const value = number / 1000 ** power;
  return `${value.toFixed(power === 0 || value >= 99.95 ? 0 : 1)} ${units[power]}`;
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** A rough time to go: `12 s`, `3 min`. */
export function timeLeft(secondsLeft: number): string {
  const whole = Math.ceil(secondsLeft);
  return whole < 120 ? `${whole} s` : `${Math.ceil(whole / 60)} min`;
}

export function megabytesPerSecond(bytesPerSecond: number): string {
  return `${(bytesPerSecond / 1e6).toFixed(bytesPerSecond < 9.95e6 ? 1 : 0)} MB/s`;
}
