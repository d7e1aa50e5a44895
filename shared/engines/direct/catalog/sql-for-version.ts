// Fits a query to the server's version, so that one file serves all of them.

/** ` --@ 120000+` at the end of a line: only for servers from that version on (server_version_num); ` --@ <120000`: only for older ones. */
const mark = /^(.*?)\s*--@ (?:(\d+)\+|<(\d+))\s*$/;

export function sqlForVersion(sql: string, version: number): string {
  return sql
    .split('\n')
    .flatMap((line) => {
      const [, text, from, below] = mark.exec(line) ?? [];
      if (text === undefined) return [line];
      const fits = from === undefined ? version < Number(below) : version >= Number(from);
      return fits ? [text] : [];
    })
    .join('\n');
}
