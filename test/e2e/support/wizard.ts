// Fills in the portal's wizard as a person does, up to its last tab.
import type { Page } from 'playwright-core';

export interface Entries {
  name: string;
  /** Name of a server that Azure knows. */
  source: string;
  sourcePassword: string;
  targetPassword: string;
  databases: string[];
}

export async function throughTheWizard(page: Page, { name, source, sourcePassword, targetPassword, databases }: Entries): Promise<void> {
  const next = (tab: string) => page.getByRole('button', { name: `Next : ${tab}` }).click();
  await page.getByLabel('Migration name').fill(name);
  await next('Source');
  await page.getByLabel('Server name').selectOption({ label: source });
  await page.getByLabel('Source password').fill(sourcePassword);
  await page.getByRole('button', { name: 'Log in and read databases' }).click();
  await page
    .getByText(/\d (MB|GB)$/)
    .first()
    .waitFor();
  for (const database of databases) await page.getByRole('checkbox', { name: database, exact: true }).check();
  await next('Target');
  await page.getByLabel('Target password').fill(targetPassword);
  await next('Networking');
  await page.getByText('you are all set to create a migration').waitFor();
  await next('Review + create');
}
