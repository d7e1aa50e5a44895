import type { FilterProperties, FilterValue } from '../../../local/stand-ins/service-bus/rules/filter-properties';
import { compileSqlFilter } from '../../../local/stand-ins/service-bus/rules/sql-filter';

const user: Record<string, FilterValue> = {
  state: 'Failed',
  isterminal: true,
  attempt: 3n,
  ratio: 2.5,
  'change-id': 'CHG1',
  'with ] bracket': 'b',
  note: "it's 50% off_",
};
const system: Record<string, FilterValue> = { label: 'PgMigration.CleanupCompleted.v1', sessionid: 's1' };
const properties: FilterProperties = { user: (name) => user[name.toLowerCase()], system: (name) => system[name] };

const selects = (expression: string) => compileSqlFilter(expression)(properties);

test.each([
  ['1=1', true],
  ['1=0', false],
  ["state = 'Failed'", true],
  ["STATE = 'Failed'", true],
  ["state = 'failed'", false],
  ["user.state <> 'Succeeded' AND isTerminal = TRUE", true],
  ["state != 'Failed' OR attempt >= 3", true],
  ['NOT attempt > 3', true],
  ["NOT (state = 'Failed' AND attempt = 3)", false],
  ["state = 'x' OR state = 'y' AND 1=1", false],
  ["1=1 OR state = 'x' AND 1=0", true],
  ["state IN ('Canceled', 'Failed')", true],
  ["state NOT IN ('Canceled', 'Failed')", false],
  ['attempt IN (1, 2 + 1)', true],
  ["sys.Label LIKE 'PgMigration.%.v1'", true],
  ["sys.label NOT LIKE '%Status%'", true],
  ["state LIKE 'Fa_led'", true],
  ["note LIKE '%50!% off!_' ESCAPE '!'", true],
  ["note LIKE '%51!%%' ESCAPE '!'", false],
  ["note = 'it''s 50% off_'", true],
  ["[change-id] = 'CHG1'", true],
  ["[with ]] bracket] = 'b'", true],
  ['"change-id" = \'CHG1\'', true],
  ['EXISTS(state) AND NOT EXISTS([no such])', true],
  ['missing IS NULL AND state IS NOT NULL', true],
  ['attempt / 2 = 1', true],
  ['attempt / 2.0 = 1.5', true],
  ['-attempt + 5 * 2 = 7', true],
  ['(attempt + 5) % 3 = 2', true],
  ['ratio = 25E-1', true],
  ["state + '!' = 'Failed!'", true],
  ["property('state') = 'Failed'", true],
  ["p('sta' + 'te') = 'Failed'", true],
  ['newid() <> newid()', true],
])('%s is %s', (expression, expected) => {
  expect(selects(expression)).toBe(expected);
});

test.each([
  "missing = 'x'",
  "NOT missing = 'x'",
  "missing <> 'x'",
  "missing IN ('x') OR missing NOT IN ('x')",
  "missing LIKE '%' OR NOT missing LIKE '%'",
  'missing + 1 = 1',
  '-missing = 1',
  "missing = 'x' AND 1=1",
  'state = NULL',
  'state = 3 OR state <> 3',
  'isTerminal > FALSE',
  'attempt / 0 = 1',
])('what is unknown is not selected: %s', (expression) => {
  expect(selects(expression)).toBe(false);
});

test('an unknown part does not decide where the other part does', () => {
  expect(selects("missing = 'x' OR 1=1")).toBe(true);
  expect(selects("NOT (missing = 'x' AND 1=0)")).toBe(true);
});

test.each([
  ['', 'it ends in the middle'],
  ['isTerminal', 'a condition is missing'],
  ["state = 'Failed", "nothing in a filter begins with 'Failed"],
  ["state == 'x'", 'a property or constant is missing near'],
  ["state = 'x' state", "it should end near 'state'"],
  ["(state = 'x'", "')' is missing at its end"],
  ["state IN 'x'", "'(' is missing"],
  ["state NOT 'x'", 'IN or LIKE is missing'],
  ["(state = 'x') + 1 = 2", 'a value is needed'],
  ['sys.Body = 1', "not by 'Body'"],
  ['other.state = 1', "'other' is no scope"],
  ['length(state) = 1', "there is no function 'length'"],
  ['1 IS NULL', 'IS NULL asks for a property'],
  ['and = 1', 'a property or constant is missing'],
  ['attempt = @value', 'nothing in a filter begins with @value'],
  ['attempt = 9223372036854775808', 'larger than a 64-bit integer'],
  [`state = '${'x'.repeat(1024)}'`, 'the limit is 1024'],
])('a wrong filter is refused with the place: %s', (expression, problem) => {
  expect(() => compileSqlFilter(expression)).toThrow(problem);
});
