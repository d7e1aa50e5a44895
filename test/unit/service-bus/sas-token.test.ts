import { createSasTokenProvider } from '@azure/core-amqp';
import { sasTokenProblem } from '../../../local/stand-ins/service-bus/amqp/sas-token';

const key = { name: 'Root Key', value: 'secret+/=' };
const audience = 'sb://127.0.0.1:5672/events/Subscriptions/a b';
const tokenFor = async (resource: string, name = key.name, value = key.value) =>
  (await createSasTokenProvider({ sharedAccessKeyName: name, sharedAccessKey: value }).getToken(resource)).token;

test('a token that the SDK signed with the key opens its entity and what is below it, nothing else', async () => {
  expect(sasTokenProblem(await tokenFor(audience), audience, key)).toBeUndefined();
  expect(sasTokenProblem(await tokenFor('sb://127.0.0.1:5672/'), audience, key)).toBeUndefined();
  expect(sasTokenProblem(await tokenFor('sb://127.0.0.1:5672/events'), audience, key)).toBeUndefined();
  expect(sasTokenProblem(await tokenFor('sb://127.0.0.1:5672/event'), audience, key)).toBe('it is for another entity');
});

test('a wrong key, a wrong key name, an expired token and nonsense are told apart', async () => {
  expect(sasTokenProblem(await tokenFor(audience, key.name, 'other'), audience, key)).toBe('its signature is wrong');
  expect(sasTokenProblem(await tokenFor(audience, 'other'), audience, key)).toBe('its key name is unknown');
  expect(sasTokenProblem('eyJhbGciOi.J9.x', audience, key)).toBe('it is not a shared access signature');
  expect(sasTokenProblem('SharedAccessSignature sr=%zz&sig=%zz&se=x&skn=Root%20Key', audience, key)).toBe('its signature is wrong');
  jest.useFakeTimers({ now: 0 });
  const old = await tokenFor(audience);
  jest.setSystemTime(2 * 60 * 60 * 1000);
  expect(sasTokenProblem(old, audience, key)).toBe('it has expired');
  jest.useRealTimers();
});
