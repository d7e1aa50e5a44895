import * as fc from 'fast-check';
import { findJsonSyntaxError } from '../../../shared/contract/json-syntax-error';
import { readJsonBody } from '../../../shared/contract/read-json-body';
import { Rejection } from '../../../shared/domain/rejections';

const isJson = (text: string) => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** A request with this body, in chunks of 1000 bytes. */
function request(content: string | Uint8Array, headers: Record<string, string> = { 'content-type': 'application/json' }) {
  const bytes = Buffer.from(content as string);
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
  }
  return { headers: new Headers(headers), body: chunks() };
}

async function refusal(...given: Parameters<typeof request>): Promise<string> {
  const error = await readJsonBody(request(...given)).catch((thrown: unknown) => thrown);
  if (!(error instanceof Rejection)) throw error;
  return `${error.code}: ${error.message}`;
}

test('finds a syntax error exactly where JSON.parse does: in texts that were JSON before one change', () => {
  fc.assert(
    fc.property(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '}', '[', ':', '\\', '\n', 'x', '0', '.', '-'),
      fc.nat(2),
      (json, at, insert, drop) => {
        const place = at % (json.length + 1);
        const text = json.slice(0, place) + insert + json.slice(place + drop);
        expect(findJsonSyntaxError(text) === undefined).toBe(isJson(text));
      },
    ),
    { numRuns: 3000 },
  );
});

test.each([
  ['{"a": 1,}', 'line 1, column 9: expected a property name in double quotes'],
  ['{\n  "a": secret\n}', 'line 2, column 8: expected a value'],
  ['{"a": "secret', 'line 1, column 7: this string is not closed'],
  ['{"a": "sec\nret"}', 'line 1, column 11: a control character'],
  ['{"a": "\\x secret"}', 'line 1, column 8: not a valid escape'],
  ['{"a" "secret"}', "line 1, column 6: expected ':'"],
  ['{"a": [1 "secret"]}', 'line 1, column 10: expected a comma'],
  ['{"a": 1', 'line 1, column 8: the body ends too early'],
  ['{} "secret"', 'line 1, column 4: expected the end of the body'],
])('malformed JSON %j is refused with its place and without its content', async (text, where) => {
  const message = await refusal(text);
  expect(message).toContain(`InvalidRequestContent: The body is not valid JSON at ${where}`);
  expect(message).not.toContain('secret');
});

test('a megabyte in one string, or nested as deep as it goes, is looked at without harm', async () => {
  const long = `{"a": "${'x'.repeat(1_000_000)}`;
  expect(await refusal(long)).toContain('this string is not closed');
  expect(await refusal('['.repeat(1_000_000))).toContain('the body ends too early');
});

test.each<[string, Parameters<typeof request>, string]>([
  [
    'text/plain',
    ['{}', { 'content-type': 'text/plain' }],
    "UnsupportedMediaType: Content-Type must be 'application/json', not 'text/plain'.",
  ],
  ['no content type', ['{}', {}], "UnsupportedMediaType: Content-Type must be 'application/json', but the request has none."],
  ['another charset', ['{}', { 'content-type': 'application/json; charset=utf-16' }], 'UnsupportedMediaType: The charset'],
  [
    'a compressed body',
    ['{}', { 'content-type': 'application/json', 'content-encoding': 'gzip' }],
    "UnsupportedMediaType: Content-Encoding 'gzip'",
  ],
  ['an empty body', [''], 'InvalidRequestContent: The body is empty'],
  ['an array', ['[]'], 'InvalidRequestContent: The body must be a JSON object.'],
  ['null', ['null'], 'InvalidRequestContent: The body must be a JSON object.'],
  ['bytes that are no UTF-8', [Buffer.from([0x7b, 0xff, 0x7d])], 'InvalidRequestContent: The body is not valid UTF-8.'],
  ['more than a megabyte', [`{"a":"${'x'.repeat(1024 * 1024)}"}`], 'RequestEntityTooLarge: The body is larger than 1048576 bytes'],
  [
    'more than a megabyte by its header',
    ['{}', { 'content-type': 'application/json', 'content-length': '1048577' }],
    'RequestEntityTooLarge',
  ],
])('%s is refused', async (_, given, message) => {
  expect(await refusal(...given)).toContain(message);
});

test('32 levels are read, 33 are not; brackets in strings do not count', async () => {
  const nested = (depth: number) => `${'{"a":'.repeat(depth)}"[[\\"[["${'}'.repeat(depth)}`;
  await expect(readJsonBody(request(nested(32)))).resolves.toBeDefined();
  expect(await refusal(nested(33))).toContain('InvalidRequestContent: The body is nested deeper than 32 levels');
  expect(await refusal(`{"a":${'['.repeat(400_000)}${']'.repeat(400_000)}}`)).toContain('nested deeper than 32 levels');
});

test.each(['application/json', 'Application/JSON; Charset="UTF-8"', 'application/merge-patch+json'])('%s is read', async (type) => {
  expect(await readJsonBody(request('\ufeff{"a": "ä"}', { 'content-type': type }))).toEqual({ a: 'ä' });
});
