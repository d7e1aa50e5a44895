import { createHmac } from 'node:crypto';
import { createTokenVerifier, type TokenVerifier } from '../../../shared/auth/token-verifier';
import { Rejection } from '../../../shared/domain/rejections';
import { type Authority, audience, startAuthority, type TokenChoices, tenantId } from './authority';

let authority: Authority;
let verify: TokenVerifier;
const newVerifier = () => createTokenVerifier({ authorityHost: authority.host, tenantId, audience: ['other', audience] });

beforeAll(async () => {
  authority = await startAuthority();
  verify = await newVerifier();
});
afterAll(() => authority.close());

async function refusal(header: string | null, verifier = verify): Promise<string> {
  const error = await verifier(header).catch((thrown: unknown) => thrown);
  if (!(error instanceof Rejection)) throw error;
  return `${error.code}: ${error.message}`;
}

test('a good token tells the name and the roles of the caller', async () => {
  const token = await authority.token({ claims: { roles: ['Migrations.Read', 'Other'] } });
  expect(await verify(`Bearer ${token}`)).toEqual({ name: 'client-1', roles: new Set(['Migrations.Read', 'Other']) });
  const ofUser = await authority.token({ claims: { preferred_username: 'me@example.com' } });
  expect(await verify(`bearer ${ofUser}`)).toEqual({ name: 'me@example.com', roles: new Set() });
});

test.each<[string, TokenChoices, RegExp]>([
  ['another audience', { audience: 'api://else' }, /its audience is not this service \(expected: other or api:\/\/pg-flex-migrator\)/],
  ['another issuer', { issuer: 'https://evil.example.com/v2.0' }, /its issuer is not http/],
  ['another tenant', { issuer: 'http://127.0.0.1/other/v2.0' }, /its issuer is not http/],
  ['an expired token', { expiresInSeconds: -60 }, /it has expired/],
  ['a token without expiry', { expiresInSeconds: null }, /its claim 'exp' is missing/],
  ['a forged signature', { forged: true }, /it is not signed by http/],
  ['an unknown key', { keyId: 'k9' }, /it is not signed by http/],
  ['a token for later', { claims: { nbf: Math.floor(Date.now() / 1000) + 300 } }, /it is not valid yet/],
])('%s is refused', async (_, choices, message) => {
  const text = await refusal(`Bearer ${await authority.token(choices)}`);
  expect(text).toMatch(/^AuthenticationFailed: The access token is refused: /);
  expect(text).toMatch(message);
});

test('a token that is unsigned, or signed with the public key as a password, is refused', async () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const claims = part({ iss: `${authority.host}/${tenantId}/v2.0`, aud: audience, exp: Math.floor(Date.now() / 1000) + 600 });
  expect(await refusal(`Bearer ${part({ alg: 'none' })}.${claims}.`)).toContain('AuthenticationFailed');
  const symmetric = `${part({ alg: 'HS256', kid: 'k1' })}.${claims}`;
  const signature = createHmac('sha256', 'key').update(symmetric).digest('base64url');
  expect(await refusal(`Bearer ${symmetric}.${signature}`)).toContain('it is not signed with RS256');
});

test.each([
  [null, 'The request has no access token'],
  ['', 'The request has no access token'],
  ['Basic abc', "must have the form 'Bearer <token>'"],
  ['Bearer', "must have the form 'Bearer <token>'"],
  ['Bearer a b', "must have the form 'Bearer <token>'"],
  ['Bearer nonsense', 'it is not a JSON Web Token'],
])('the header %j is refused', async (header, message) => {
  expect(await refusal(header)).toContain(`AuthenticationFailed: `);
  expect(await refusal(header)).toContain(message);
});

test('keys that cannot be fetched are an outage, not a wrong token, and the next request tries again', async () => {
  const fresh = await newVerifier();
  const token = await authority.token();
  authority.setBroken(true);
  expect(await refusal(`Bearer ${token}`, fresh)).toMatch(/^DependencyUnavailable: The signing keys of http/);
  authority.setBroken(false);
  expect(await fresh(`Bearer ${token}`)).toMatchObject({ name: 'client-1' });
  const nowhere = await createTokenVerifier({ authorityHost: 'http://127.0.0.1:1', tenantId, audience: [audience] });
  expect(await refusal(`Bearer ${token}`, nowhere)).toMatch(/^DependencyUnavailable/);
});
