/** Compiles the text of a SQL filter: the service's documented grammar, over application properties and the system properties of a message. */
import { randomUUID } from 'node:crypto';
import { type FilterProperties, isSystemProperty, systemPropertyNames } from './filter-properties';
import { and, calculate, comparisons, equal, like, negate, not, or, type Truth, type Value } from './sql-operators';
import { badFilter, readTokens, type Token } from './sql-tokens';

/** The service's limit for a filter. */
export const maxExpressionCharacters = 1024;

interface Expression {
  readonly kind: 'expression';
  /** Set for a property alone: IS NULL and EXISTS take nothing else. */
  readonly isProperty?: boolean;
  value(properties: FilterProperties): Value;
}
interface Predicate {
  readonly kind: 'predicate';
  truth(properties: FilterProperties): Truth;
}
type Node = Expression | Predicate;

const keywords = new Set(['and', 'or', 'not', 'in', 'like', 'escape', 'is', 'null', 'exists', 'true', 'false']);

export function compileSqlFilter(source: string): (properties: FilterProperties) => boolean {
  if (source.length > maxExpressionCharacters) {
    throw badFilter(`${source.slice(0, 40)}...`, `it has ${source.length} characters; the limit is ${maxExpressionCharacters}.`);
  }
  const parser = createParser(source, readTokens(source));
  const filter = parser.whole();
  return (properties) => filter.truth(properties) === true;
}

const predicate = (truth: Predicate['truth']): Predicate => ({ kind: 'predicate', truth });
const expression = (value: Expression['value'], isProperty = false): Expression => ({ kind: 'expression', isProperty, value });

/** Applies an operator to values that are known; with an unknown one the answer is unknown. */
const known =
  <T>(operator: (left: NonNullable<Value>, right: NonNullable<Value>) => T | undefined, left: Expression, right: Expression) =>
  (properties: FilterProperties): T | undefined => {
    const [one, other] = [left.value(properties), right.value(properties)];
    return one === undefined || other === undefined ? undefined : operator(one, other);
  };

/** By precedence, weakest first: OR, AND, NOT, comparisons, + and -, * / and %, signs. */
function createParser(source: string, tokens: readonly Token[]) {
  let at = 0;
  const fail = (problem: string) => badFilter(source, problem);
  const here = () => (tokens[at] ? `near '${tokens[at]?.text}'` : 'at its end');
  const isNext = (kind: Token['kind'], text: string) => tokens[at]?.kind === kind && tokens[at]?.text.toLowerCase() === text;
  const take = (kind: Token['kind'], text: string) => isNext(kind, text) && ++at > 0;
  const keyword = (word: string) => take('word', word);
  const symbol = (text: string) => take('symbol', text);
  const expect = (taken: boolean, what: string) => {
    if (!taken) throw fail(`${what} is missing ${here()}.`);
  };
  const asPredicate = (node: Node): Predicate => {
    if (node.kind === 'predicate') return node;
    throw fail(`a condition is missing ${here()}: a value alone selects nothing (write name = TRUE for a boolean).`);
  };
  const asExpression = (node: Node): Expression => {
    if (node.kind === 'expression') return node;
    throw fail(`a value is needed ${here()}, but there is a condition.`);
  };

  function whole(): Predicate {
    const node = asPredicate(disjunction());
    if (at < tokens.length) throw fail(`it should end ${here()}.`);
    return node;
  }

  function disjunction(): Node {
    let node = conjunction();
    while (keyword('or')) {
      const [left, right] = [asPredicate(node), asPredicate(conjunction())];
      node = predicate((properties) => or(left.truth(properties), right.truth(properties)));
    }
    return node;
  }

  function conjunction(): Node {
    let node = negation();
    while (keyword('and')) {
      const [left, right] = [asPredicate(node), asPredicate(negation())];
      node = predicate((properties) => and(left.truth(properties), right.truth(properties)));
    }
    return node;
  }

  function negation(): Node {
    if (!keyword('not')) return comparison();
    const inner = asPredicate(negation());
    return predicate((properties) => not(inner.truth(properties)));
  }

  function comparison(): Node {
    const node = sum();
    const operator = tokens[at]?.kind === 'symbol' ? comparisons[tokens[at]?.text ?? ''] : undefined;
    if (operator) {
      at++;
      return predicate(known(operator, asExpression(node), asExpression(sum())));
    }
    if (keyword('is')) return nullTest(asExpression(node));
    const isNegated = keyword('not');
    const test = keyword('in') ? membership(asExpression(node)) : keyword('like') ? likeTest(asExpression(node)) : undefined;
    if (test) return isNegated ? predicate((properties) => not(test.truth(properties))) : test;
    if (isNegated) throw fail(`IN or LIKE is missing ${here()}.`);
    return node;
  }

  function nullTest(operand: Expression): Predicate {
    const isNegated = keyword('not');
    expect(keyword('null'), 'NULL');
    if (!operand.isProperty) throw fail('IS NULL asks for a property.');
    return predicate((properties) => (operand.value(properties) === undefined) !== isNegated);
  }

  function membership(operand: Expression): Predicate {
    expect(symbol('('), "'('");
    const list = [asExpression(sum())];
    while (symbol(',')) list.push(asExpression(sum()));
    expect(symbol(')'), "')'");
    const tests = list.map((item) => known(equal, operand, item));
    return predicate((properties) => tests.map((test) => test(properties)).reduce(or));
  }

  function likeTest(operand: Expression): Predicate {
    const pattern = asExpression(sum());
    if (!keyword('escape')) return predicate(known((value, text) => like(value, text, undefined), operand, pattern));
    const escapeBy = asExpression(sum());
    return predicate((properties) => {
      const character = escapeBy.value(properties);
      return character === undefined ? undefined : known((value, text) => like(value, text, character), operand, pattern)(properties);
    });
  }

  const sum = () => chain(['+', '-'], product);
  const product = () => chain(['*', '/', '%'], signed);

  function chain(operators: string[], operand: () => Node): Node {
    let node = operand();
    for (let operator = operators.find(symbol); operator; operator = operators.find(symbol)) {
      const name = operator;
      node = expression(known((left, right) => calculate(name, left, right), asExpression(node), asExpression(operand())));
    }
    return node;
  }

  function signed(): Node {
    const sign = ['+', '-'].find(symbol);
    if (!sign) return primary();
    const operand = asExpression(signed());
    if (sign === '+') return expression(operand.value);
    return expression((properties) => {
      const value = operand.value(properties);
      return value === undefined ? undefined : negate(value);
    });
  }

  function primary(): Node {
    const token = tokens[at];
    if (!token) throw fail('it ends in the middle.');
    if (symbol('(')) {
      const inner = disjunction();
      expect(symbol(')'), "')'");
      return inner.kind === 'expression' ? expression(inner.value) : inner;
    }
    if (keyword('exists')) {
      const property = inParentheses(asExpressionOfProperty);
      return predicate((properties) => property.value(properties) !== undefined);
    }
    if (token.kind === 'constant') {
      at++;
      return expression(() => token.value);
    }
    if (keyword('true')) return expression(() => true);
    if (keyword('false')) return expression(() => false);
    if (keyword('null')) return expression(() => undefined);
    return functionCall() ?? property();
  }

  function inParentheses<T>(inner: () => T): T {
    expect(symbol('('), "'('");
    const result = inner();
    expect(symbol(')'), "')'");
    return result;
  }

  function asExpressionOfProperty(): Expression {
    return property();
  }

  function functionCall(): Expression | undefined {
    const isCall = tokens[at]?.kind === 'word' && tokens[at + 1]?.kind === 'symbol' && tokens[at + 1]?.text === '(';
    if (!isCall) return undefined;
    const name = tokens[at++]?.text.toLowerCase() ?? '';
    if (name === 'newid') {
      inParentheses(() => undefined);
      return expression(() => randomUUID());
    }
    if (name !== 'property' && name !== 'p') throw fail(`there is no function '${name}'; there are newid() and property(name).`);
    const inner = inParentheses(() => asExpression(sum()));
    return expression((properties) => {
      const wanted = inner.value(properties);
      return typeof wanted === 'string' ? properties.user(wanted) : undefined;
    });
  }

  /** `name`, `user.name`, `sys.name`. */
  function property(): Expression {
    const first = nameToken();
    if (!symbol('.')) return expression((properties) => properties.user(first), true);
    const name = nameToken();
    if (first.toLowerCase() === 'user') return expression((properties) => properties.user(name), true);
    if (first.toLowerCase() !== 'sys') throw fail(`'${first}' is no scope; there are sys and user. Put a name with a period in brackets.`);
    const system = name.toLowerCase();
    if (!isSystemProperty(system)) {
      throw fail(`the local Service Bus filters by these system properties, not by '${name}': ${systemPropertyNames.join(', ')}.`);
    }
    return expression((properties) => properties.system(system), true);
  }

  function nameToken(): string {
    const token = tokens[at];
    if (token?.kind !== 'name' && (token?.kind !== 'word' || keywords.has(token.text.toLowerCase()))) {
      throw fail(`a property or constant is missing ${here()}.`);
    }
    at++;
    return token.text;
  }

  return { whole };
}
