/** What another service says, before it goes into an error: it may repeat what it was given. */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets.filter((secret) => secret !== '').reduce((told, secret) => told.replaceAll(secret, '***'), text);
}
