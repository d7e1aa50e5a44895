// Where a service that refused a request says tokens for it come from.

export interface Challenge {
  /** Tenant id, or `organizations`. */
  tenant: string;
  authorityHost: string;
  scope: string;
}

/** Reads `WWW-Authenticate: Bearer authorization_uri="...", resource="..."`; undefined: it says nothing of the kind. */
export function readChallenge(header: string | undefined): Challenge | undefined {
  const value = (name: string) => new RegExp(`${name}="([^"]*)"`).exec(header ?? '')?.[1];
  const uri = value('authorization_uri');
  const resource = value('resource');
  if (!uri || !resource || !URL.canParse(uri)) return undefined;
  const { origin, pathname } = new URL(uri);
  const [, tenant = 'organizations'] = pathname.split('/');
  return { tenant, authorityHost: origin, scope: `${resource}/.default` };
}
