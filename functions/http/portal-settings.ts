/** What the portal must know before it can sign anybody in. */
import { config } from '../../shared/config';
import type { PortalSettings } from '../../shared/contract/portal-settings';

export function portalSettings(): PortalSettings {
  const { auth, authorityHost, tenantId, portalClientId: clientId, portalScope: scope } = config();
  return auth === 'off' ? { auth } : { auth, authority: `${authorityHost}/${tenantId}`, ...(clientId ? { clientId } : {}), scope };
}
