// Writes the stored value of a server parameter as SQL that sets it to the same.
import { quoteLiteral } from '../../../postgres/quote';

/** Parameters whose value is a list of names, stored as `a, "B"`: as one literal they would be one name (pg_dump has the same list). */
const listParameters = new Set([
  'local_preload_libraries',
  'search_path',
  'session_preload_libraries',
  'shared_preload_libraries',
  'temp_tablespaces',
  'unix_socket_directories',
]);

/** What stands behind `SET <name> =`. */
export function settingElements(name: string, value: string): string {
  if (!listParameters.has(name.toLowerCase())) return quoteLiteral(value).trim();
  const names = listElements(value);
  return names.length === 0 ? "''" : names.map((element) => quoteLiteral(element).trim()).join(', ');
}

const element = /\s*(?:"((?:[^"]|"")*)"|([^",\s][^,]*?))\s*(?:,|$)/y;

function listElements(value: string): string[] {
  const names: string[] = [];
  for (element.lastIndex = 0; element.lastIndex < value.length; ) {
    const found = element.exec(value);
    if (!found) return [value]; // no list that PostgreSQL would store: the server judges
    names.push(found[1]?.replaceAll('""', '"') ?? (found[2] ?? '').toLowerCase());
  }
  return names;
}
