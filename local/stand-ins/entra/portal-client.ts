// The application that signs people in to the portal: a public client, so it has no secret and the same id on every machine.
export const portalClientId = '7c2f1d7e-5a0b-4a53-9d1c-2b8e6f0a9c31';
