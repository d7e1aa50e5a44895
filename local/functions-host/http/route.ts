/** Route templates of HTTP functions: `a/{id}/{count:int}/{rest?}/{*path}`. */

export type MatchRoute = (path: string) => Record<string, string> | undefined;

const constraints: Record<string, string> = {
  int: '-?\\d+',
  long: '-?\\d+',
  guid: '[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}',
  bool: '(?:true|false)',
  alpha: '[A-Za-z]+',
  double: '-?\\d+(?:\\.\\d+)?',
  decimal: '-?\\d+(?:\\.\\d+)?',
};

/** Matches the path of a request: fixed segments whatever their case, a trailing slash ignored. Parameters come decoded, but `%2F` stays. */
export function compileRoute(template: string): MatchRoute {
  const names: string[] = [];
  const segments = template.split('/').filter((segment) => segment !== '');
  const source = segments.map((segment) => segmentExpression(segment, names)).join('');
  const expression = new RegExp(`^${source}/?$`, 'i');
  return (path) => {
    const match = expression.exec(path);
    if (!match) return undefined;
    const found = names
      .map((name, index) => [name, match[index + 1]] as const)
      .filter((entry) => entry[1] !== undefined && entry[1] !== '');
    return Object.fromEntries(found.map(([name, value]) => [name, decodeSegment(value ?? '')]));
  };
}

function segmentExpression(segment: string, names: string[]): string {
  const whole = /^\{(\*{0,2})(\w+)(?::([^{}?=]+))?(?:=[^{}]*)?(\?)?\}$/.exec(segment);
  if (!whole) return `/${literalWithParameters(segment, names)}`;
  const [, star, name = '', constraint, optional] = whole;
  names.push(name);
  if (star) return '(?:/(.*?))?'; // lazy, so that the trailing slash is not part of it
  const value = parameterExpression(constraint);
  return optional ? `(?:/(${value}))?` : `/(${value})`;
}

/** A segment such as `file-{name}.json`, or `migrations:cancel`. */
function literalWithParameters(segment: string, names: string[]): string {
  return segment
    .split(/(\{\w+(?::[^{}]+)?\})/)
    .map((part) => {
      const parameter = /^\{(\w+)(?::([^{}]+))?\}$/.exec(part);
      if (!parameter) return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(parameter[1] ?? '');
      return `(${parameterExpression(parameter[2])})`;
    })
    .join('');
}

function parameterExpression(constraint: string | undefined): string {
  if (constraint === undefined) return '[^/]+';
  const known = constraints[constraint];
  if (known === undefined)
    throw new Error(
      `The local Functions host does not know the route constraint ':${constraint}'; it knows ${Object.keys(constraints).join(', ')}.`,
    );
  return known;
}

function decodeSegment(value: string): string {
  try {
    return value
      .split(/(%2F)/i)
      .map((part) => (/^%2F$/i.test(part) ? part : decodeURIComponent(part)))
      .join('');
  } catch (error) {
    if (error instanceof URIError) return value; // a stray %: the real host hands it over as it is
    throw error;
  }
}
