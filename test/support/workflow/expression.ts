// The expressions of workflow definitions, as far as ours use them: parsed, so that tests can ask what they read, and evaluated.

export type Expression =
  | { kind: 'literal'; value: unknown }
  | { kind: 'call'; name: string; args: Expression[] }
  | { kind: 'member'; of: Expression; key: Expression };

const token = /\s*(?:('(?:[^']|'')*')|(\d+(?:\.\d+)?)|([A-Za-z_]\w*)|([()[\],?.]))/y;

export function parseExpression(text: string): Expression {
  token.lastIndex = 0;
  const tokens: string[] = [];
  while (token.lastIndex < text.trimEnd().length) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (!found) throw new Error(`Not an expression at ${at}: ${text}`);
    tokens.push(found[0].trim());
  }
  const take = (wanted?: string) => {
    const next = tokens.shift();
    if (next === undefined || (wanted !== undefined && next !== wanted)) throw new Error(`'${wanted ?? 'more'}' is missing: ${text}`);
    return next;
  };
  const list = (end: string): Expression[] => {
    const items: Expression[] = [];
    while (tokens[0] !== end) {
      items.push(whole());
      if (tokens[0] === ',') take();
    }
    take(end);
    return items;
  };
  const primary = (): Expression => {
    const next = take();
    if (next.startsWith("'")) return { kind: 'literal', value: next.slice(1, -1).replaceAll("''", "'") };
    if (/^\d/.test(next)) return { kind: 'literal', value: Number(next) };
    if (['true', 'false', 'null'].includes(next)) return { kind: 'literal', value: JSON.parse(next) };
    take('(');
    return { kind: 'call', name: next, args: list(')') };
  };
  function whole(): Expression {
    let expression = primary();
    while (tokens[0] === '[' || tokens[0] === '?') {
      if (tokens[0] === '?') take();
      take('[');
      expression = { kind: 'member', of: expression, key: whole() };
      take(']');
    }
    return expression;
  }
  const expression = whole();
  if (tokens.length) throw new Error(`Too much in an expression: ${text}`);
  return expression;
}

/** Text between expressions stays text; a string that is one expression alone has its value. */
export type Part = string | Expression;

export function parseTemplate(text: string): Part[] {
  if (/^@[^@{]/.test(text)) return [parseExpression(text.slice(1))];
  return text
    .split(/@\{((?:'(?:[^']|'')*'|[^'}])*)\}/)
    .flatMap((part, index): Part[] => (index % 2 ? [parseExpression(part)] : part ? [part] : []));
}

export type Functions = Record<string, (...args: never[]) => unknown>;

const pure: Functions = {
  json: (text: string) => JSON.parse(text),
  string: (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value)),
  base64ToString: (text: string) => Buffer.from(text, 'base64').toString(),
  encodeURIComponent: (text: string) => encodeURIComponent(text),
  concat: (...texts: string[]) => texts.join(''),
  equals: (one: unknown, other: unknown) => one === other,
  if: (condition: boolean, yes: unknown, no: unknown) => (condition ? yes : no),
};

/** A member that is not there is an error: a definition must not live on null. */
export function evaluate(expression: Expression, functions: Functions): unknown {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'call': {
      const run = functions[expression.name] ?? pure[expression.name];
      if (!run) throw new Error(`There is no function ${expression.name}().`);
      return run(...(expression.args.map((each) => evaluate(each, functions)) as never[]));
    }
    case 'member': {
      const [of, key] = [evaluate(expression.of, functions), evaluate(expression.key, functions)];
      const value = (of as Record<string, unknown> | undefined)?.[String(key)];
      if (value === undefined) throw new Error(`There is no '${key}' in ${JSON.stringify(of)?.slice(0, 300)}.`);
      return value;
    }
  }
}

/** A value of a definition with all expressions in it worked out. */
export function resolved(value: unknown, functions: Functions): unknown {
  if (typeof value === 'string') {
    const parts = parseTemplate(value);
    const [only] = parts;
    if (parts.length === 1 && only !== undefined && typeof only !== 'string' && value.startsWith('@') && !value.startsWith('@{')) {
      return evaluate(only, functions);
    }
    return parts.map((part) => (typeof part === 'string' ? part : String(evaluate(part, functions)))).join('');
  }
  if (Array.isArray(value)) return value.map((each) => resolved(each, functions));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, resolved(each, functions)]));
}
