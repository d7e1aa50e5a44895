// GET /{tenant}/oauth2/v2.0/authorize: lets somebody at this machine choose who to be, and sends them back with a code.
import type { Answer, Request } from '../http/messages';
import type { AuthorizationCodes } from './authorization-codes';
import { entraError } from './errors';
import { isHere } from './is-here';
import { localUsers } from './local-users';
import { portalClientId } from './portal-client';

export function answerAuthorizeRequest({ query, path }: Request, codes: AuthorizationCodes): Answer {
  const problem = problemOf(query);
  if (problem) return entraError(400, 'invalid_request', 90014, problem);
  const back = (fields: Record<string, string>): Answer => {
    const answer = new URLSearchParams({ ...fields, state: query.get('state') ?? '' });
    return { status: 302, headers: { location: `${query.get('redirect_uri')}#${answer}` } };
  };
  if (query.get('prompt') === 'none') {
    return back({ error: 'interaction_required', error_description: 'AADSTS50058: Nobody has chosen a user. Sign in again.' });
  }
  const user = localUsers.find(({ name }) => name === query.get('local_user'));
  if (!user) return { status: 200, html: choicePage(path, query) };
  const code = codes.issue({
    user: user.name,
    challenge: query.get('code_challenge') ?? '',
    redirectUri: query.get('redirect_uri') ?? '',
    nonce: query.get('nonce') ?? '',
  });
  return back({ code });
}

function problemOf(query: URLSearchParams): string | undefined {
  if (query.get('client_id') !== portalClientId) return `client_id must be '${portalClientId}', the local portal.`;
  if (query.get('response_type') !== 'code') return "response_type must be 'code'.";
  if (query.get('code_challenge_method') !== 'S256' || !query.get('code_challenge'))
    return 'code_challenge is required, with the method S256.';
  if (!isHere(query.get('redirect_uri'))) return 'redirect_uri must be an address of this machine.';
  return undefined;
}

const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

function choicePage(path: string, query: URLSearchParams): string {
  const choices = localUsers.map(({ name, may }) => {
    const address = `${path}?${new URLSearchParams([...query, ['local_user', name]])}`;
    return `<li><a href="${escaped(address)}">${name}@local</a> ${may}</li>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Local Entra ID</title>
<h1>Who do you want to be?</h1><p>This is the Entra ID of this machine: there are no passwords.</p><ul>${choices.join('')}</ul></html>`;
}
