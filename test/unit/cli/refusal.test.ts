// What a refusal of the service becomes.
import { refusal } from '../../../cli/client/refusal';

const body = (error: object) => JSON.stringify({ error });

test('one violation is told once; several are told line by line', () => {
  const one = refusal(400, body({ code: 'InvalidParameter', message: 'a is wrong.', details: [{ target: 'a', message: 'a is wrong.' }] }));
  expect(one).toMatchObject({ exit: 'error', message: 'InvalidParameter: a is wrong.', details: [] });
  const details = [{ message: 'a is wrong.' }, { message: 'b is wrong.' }];
  const two = refusal(
    400,
    body({ code: 'InvalidParameter', message: '2 things in the request are not valid: a is wrong. b is wrong.', details }),
  );
  expect(two.message).toBe('InvalidParameter: 2 things in the request are not valid:');
  expect(two.details).toEqual(['a is wrong.', 'b is wrong.']);
});

test.each([
  [401, 'signIn'],
  [403, 'signIn'],
  [404, 'notFound'],
  [409, 'error'],
  [503, 'unreachable'],
])('status %d ends as %s', (status, exit) => expect(refusal(status, body({ code: 'Some', message: 'text' })).exit).toBe(exit));

test('a page of a proxy is not shown', () => {
  expect(refusal(502, '<html>secret</html>').message).not.toContain('secret');
});
