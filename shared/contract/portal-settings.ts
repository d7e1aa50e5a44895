/** What `GET /portal/config.json` tells the portal before anybody has signed in. Nothing of it is secret. */
export type PortalSettings =
  | { auth: 'off' }
  | {
      auth: 'on';
      /** Address of the tenant at Entra ID. */
      authority: string;
      /** Of the application that signs people in; absent: it is not set up. */
      clientId?: string;
      scope: string;
    };
