// Signing in to the portal with the local Entra ID, in a real browser: roles, what is offered without them, a token that is refused.
import type { Page } from 'playwright-core';
import type { SourceAndTarget } from '../../support/source-and-target';
import { executablePath, useBrowser } from '../support/browser';
import { openScene, type Scene } from '../support/scene';
import type { Service } from '../support/service';
import { createSmallDatabase } from '../support/small-database';

export function portalSignIn(service: Service, servers: SourceAndTarget): void {
  const whenThereIsOne = executablePath ? test : test.skip;
  const browser = useBrowser();
  let scene: Scene;

  beforeAll(async () => {
    if (!executablePath) return;
    scene = await openScene(service, servers.source, servers.target, 'portal-target');
    await createSmallDatabase(servers.source, 'portal');
    await scene.client.create('waits', scene.properties(['portal'], { startDataMigration: 'False' }));
  });

  async function signIn(page: Page, user: string) {
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: `${user}@local` }).click();
    await page.getByText(`${user}@local`, { exact: true }).waitFor();
  }

  whenThereIsOne('a reader sees migrations, and is told which role cancelling needs', async () => {
    const { page } = await browser.visit(`${service.endpoints.api}/portal`);
    await signIn(page, 'reader');
    await page.getByRole('checkbox', { name: 'Select waits' }).check();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByText('You lack the role Migrations.Write').waitFor();
    expect(page.url()).not.toContain('code=');
  });

  whenThereIsOne('a writer may cancel; who has no role is told so', async () => {
    const writer = await browser.visit(`${service.endpoints.api}/portal`);
    await signIn(writer.page, 'writer');
    await writer.page.getByRole('checkbox', { name: 'Select waits' }).check();
    await writer.page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await writer.page.getByRole('button', { name: 'Cancel 1 migration' }).click();
    await writer.page.getByText('waits: is being cancelled').waitFor();
    const nobody = await browser.visit(`${service.endpoints.api}/portal`);
    await signIn(nobody.page, 'none');
    await nobody.page.getByText("lacks the app role 'Migrations.Read'").waitFor();
  });

  whenThereIsOne('a token that the service refuses is told, and signing out leads back', async () => {
    const { page } = await browser.visit(`${service.endpoints.api}/portal`);
    await signIn(page, 'reader');
    await page.getByRole('row', { name: /waits/ }).waitFor();
    await page.route('**/api/**', (route) =>
      route.continue({ headers: { ...route.request().headers(), authorization: 'Bearer expired' } }),
    );
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('The access token is refused').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
  });
}
