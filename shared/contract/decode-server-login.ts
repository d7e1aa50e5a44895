/** Decodes the body of `POST /api/catalog/databases`: a server, and who logs in to it. */
import type { MigrationRequest } from '../domain/migration';
import { fields } from './fields';
import { foldNames } from './fold-names';
import { aadApp } from './migration-schema';
import { textOf } from './raw-body';
import type { RequestContext } from './request-rules';
import { brokenSourceRules } from './source-rules';
import { readSourceServer } from './source-server';
import { rejectionOf, violation, violationsOf } from './violations';

export const serverLoginSchema = fields.group({
  server: fields.text(),
  fullyQualifiedDomainName: fields.text().optional(),
  user: fields.user().optional(),
  password: fields.secret(),
  sslMode: fields.oneOf(['Prefer', 'Require', 'VerifyCA', 'VerifyFull']).optional(),
  aadApp: aadApp.optional(),
});

export interface DecodedServerLogin {
  server: Pick<MigrationRequest, 'sourceServer' | 'sourceHost' | 'sourceUser' | 'sslMode'>;
  password: string;
  aadApp?: { clientId: string; tenantId: string; aadSecret: string };
}

/** The rules are those of a migration's source; its properties have other names there. */
const names: Record<string, string> = {
  'properties.sourceDbServerResourceId': 'server',
  'properties.sourceDbServerFullyQualifiedDomainName': 'fullyQualifiedDomainName',
};

/** Throws a Rejection InvalidParameter with every violation. */
export function decodeServerLogin(body: Record<string, unknown>, { serverProblem }: RequestContext): DecodedServerLogin {
  const folded = foldNames(body, serverLoginSchema);
  const parsed = serverLoginSchema.safeParse(folded.value);
  const given = folded.value as Record<string, unknown>;
  const source = textOf(given.server);
  const sourceHost = textOf(given.fullyQualifiedDomainName);
  const found = [
    ...folded.repeated.map((path) => violation(path, 'is given more than once, in different casings')),
    ...(parsed.error ? violationsOf(parsed.error) : []),
    ...brokenSourceRules({ source, sourceHost, sourceUser: textOf(given.user) }, { serverProblem }).map((detail) => {
      const target = names[detail.target] ?? detail.target;
      const message = detail.message.replace(detail.target, target).replace('secretParameters.sourceServerUsername', 'user');
      return { ...detail, target, message };
    }),
  ];
  const server = source === undefined ? undefined : readSourceServer(source);
  if (!parsed.success || !server || 'problem' in server || found.length) throw rejectionOf(found);
  const { user, password, sslMode, aadApp: app } = parsed.data;
  return {
    server: { sourceServer: server.server, sourceHost: parsed.data.fullyQualifiedDomainName, sourceUser: user, sslMode },
    password,
    ...(app ? { aadApp: app } : {}),
  };
}
