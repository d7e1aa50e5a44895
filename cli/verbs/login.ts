// `pgflex login` and `pgflex logout`
import { Option } from 'commander';
import { withService } from '../arguments/common-options';
import { apiClient } from '../client/api-client';
import { credentialOptions } from '../client/credential-options';
import { CliFailure } from '../failure';
import { signInByCode } from '../login/device-code';
import { type LoginMethod, loginMethods, removeLogin, writeLogin } from '../login/login-file';
import type { Session, SessionOptions } from '../session';
import { type AddVerb, withSession } from './verb';

interface LoginOptions extends SessionOptions {
  method: LoginMethod;
}

export const addLogin: AddVerb = (parent, runner) => {
  withService(parent.command('login').description('Says who you are to the service, for this and later commands.'))
    .addOption(
      new Option('--method <method>', 'a code to type into a browser; the account of az; AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret')
        .choices(loginMethods)
        .default('device-code'),
    )
    .action(withSession<LoginOptions>(runner, login));
  parent
    .command('logout')
    .description('Forgets what `login` kept, tokens too.')
    .action(() => removeLogin(runner.terminal.environment));
};

/** Kept only if the service lets this account read. */
async function login({ method }: LoginOptions, session: Session) {
  const { terminal, client } = session;
  const challenge = await client.challenge();
  if (!challenge) {
    session.note('This service asks nobody who they are.');
    return undefined;
  }
  await removeLogin(terminal.environment);
  const options = credentialOptions(challenge, client.connection);
  const record = method === 'device-code' ? await signInByCode(challenge.tenant, challenge.scope, options, terminal) : undefined;
  await writeLogin(terminal.environment, { method, ...(record === undefined ? {} : { record }) });
  try {
    await apiClient(client.connection, terminal).ask('/api/migrations?top=1');
  } catch (error) {
    await removeLogin(terminal.environment);
    throw error instanceof CliFailure ? new CliFailure(error.exit, `Not signed in. ${error.message}`) : error;
  }
  session.note(`Signed in (${method}).`);
  return undefined;
}
