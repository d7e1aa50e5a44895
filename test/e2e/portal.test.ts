// The portal in a real browser, against npm start's processes and real servers: one of each for all of these tests.
import { readFile } from 'node:fs/promises';
import { sourceAndTarget } from '../support/source-and-target';
import { violations } from './support/accessibility';
import { executablePath, useBrowser } from './support/browser';
import { openScene, type Scene } from './support/scene';
import { dataFile, useService } from './support/service';
import { createSmallDatabase } from './support/small-database';
import { type Entries, throughTheWizard } from './support/wizard';

const whole = executablePath ? describe : describe.skip;

whole(executablePath ? 'the portal' : 'the portal (no Chromium here)', () => {
  const servers = sourceAndTarget();
  const service = useService();
  const browser = useBrowser();
  const portal = (path = '') => `${service.endpoints.api}/portal${path}`;
  const canary = 'canary-4f1c';
  let scene: Scene;
  let entries: Entries;
  let serverPath: string;

  beforeAll(async () => {
    scene = await openScene(service, servers.source, servers.target);
    serverPath = `/servers/${service.endpoints.subscriptionId}/${service.endpoints.resourceGroup}/target`;
    const passwords = { sourcePassword: servers.source.login.password, targetPassword: servers.target.login.password };
    entries = { name: 'first', source: 'source', databases: ['shop'], ...passwords };
    await createSmallDatabase(servers.source, 'shop', 20_000);
  });

  test('npm start prints its address', () => {
    expect(service.run.output()).toContain(`Portal ${portal()}\n`);
  });

  test('assets are immutable and compressed, the page is not kept, and a second look costs nothing', async () => {
    const page = await fetch(portal());
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    const again = await fetch(portal(), { headers: { 'if-none-match': page.headers.get('etag') ?? '' } });
    expect(again.status).toBe(304);
    const script = /src="\/portal(\/assets\/[^"]+\.js)"/.exec(await page.text())?.[1] ?? '';
    const asset = await fetch(portal(script), { headers: { 'accept-encoding': 'br' } });
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect(asset.headers.get('content-encoding')).toBe('br');
    expect((await fetch(portal('/assets/no-such.js'))).status).toBe(404);
    expect((await fetch(portal('/assets/..%2findex.html.br'))).status).toBe(404);
  });

  test('the grid without migrations says so and offers to start one, with no request to anybody else', async () => {
    const { page, complaints, requests } = await browser.visit(portal());
    await page.getByText('No migration configured or in progress').waitFor();
    await page.getByRole('button', { name: 'Start a migration' }).waitFor();
    expect(complaints).toEqual([]);
    expect(requests.filter((address) => !address.startsWith(service.endpoints.api))).toEqual([]);
  });

  test('the wizard says at each field what is wrong with it, in the words of the API, and goes no further', async () => {
    const { page } = await browser.visit(portal(`${serverPath}/new`));
    await page.getByRole('button', { name: 'Next : Source' }).click();
    await page.getByText('Migration name is required.').waitFor();
    await page.getByLabel('Migration name').fill('-bad');
    await page.getByText("Migration name must be 1 to 63 letters, digits and '-', not starting with '-'.").waitFor();
    await page.getByLabel('Migration name').fill('good');
    await page.getByRole('button', { name: 'Next : Source' }).click();
    await page.getByRole('radio', { name: 'Any PostgreSQL server by its address' }).click();
    await page.getByLabel('Server address').fill('nowhere');
    await page.getByText(/Server address has no user: 'nowhere'/).waitFor();
    await page.getByRole('button', { name: 'Next : Target' }).click();
    await page.getByText('Source password must not be empty.').waitFor();
    expect(await page.getByRole('tab', { name: 'Target' }).isDisabled()).toBe(true);
  });

  test('public to public: from the empty grid through the wizard to the new row', async () => {
    const { page, complaints } = await browser.visit(portal(serverPath));
    await page.getByRole('button', { name: 'Start a migration' }).click();
    await throughTheWizard(page, entries);
    await page.getByRole('tabpanel').getByText('first', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByText('Successfully created migration', { exact: true }).waitFor();
    const row = page.getByRole('row', { name: /first/ });
    await row.getByText('Succeeded').waitFor({ timeout: 60_000 });
    expect(await row.innerText()).toMatch(/source[\s\S]*local[\s\S]*shop/);
    expect(complaints).toEqual([]);
  });

  test('an overwrite is shown with what would be lost, approved, and ends in a proven report and a clean-up', async () => {
    const { page, complaints } = await browser.visit(portal(`${serverPath}/new`));
    await throughTheWizard(page, { ...entries, name: 'again' });
    await page.getByRole('button', { name: 'Create' }).click();
    await page.getByRole('link', { name: 'again' }).click();
    await page.getByRole('table', { name: 'What would be lost' }).getByText('shop').waitFor({ timeout: 60_000 });
    expect(await violations(page)).toEqual([]);
    await page.getByLabel('Reason').fill('CHG0042');
    await page.getByRole('button', { name: 'Overwrite', exact: true }).click();
    await page.getByRole('region', { name: 'Status' }).getByText('Succeeded').waitFor({ timeout: 60_000 });
    await page.getByRole('tab', { name: 'Report' }).click();
    const proof = page.getByRole('table', { name: 'Proof of shop' });
    await proof.getByText('equal').waitFor();
    expect(await proof.innerText()).toContain('20,000');
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByRole('table', { name: 'Events' }).getByText('Overwrite', { exact: false }).first().waitFor();
    await page.getByRole('tab', { name: 'Clean-up' }).click();
    await page.getByText('Everything is cleaned up.').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('three running migrations are cancelled at once, and an ended one is left out with the reason', async () => {
    const names = ['one', 'two', 'three'];
    await Promise.all(names.map((name) => createSmallDatabase(servers.source, name)));
    await Promise.all(names.map((name) => scene.client.create(name, scene.properties([name], { startDataMigration: 'False' }))));
    const { page } = await browser.visit(portal(serverPath));
    for (const name of [...names, 'first']) await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();
    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByText('first: it has ended (Succeeded)').waitFor();
    await page.getByRole('button', { name: 'Cancel 3 migrations' }).click();
    await page.getByText('three: is being cancelled').waitFor();
    await page.getByRole('button', { name: 'Close' }).click();
    for (const name of names) {
      await page
        .getByRole('row', { name: new RegExp(`Select ${name} `) })
        .getByText('Canceled')
        .waitFor({ timeout: 60_000 });
    }
  });

  test('nine databases become two migrations, as the plan says', async () => {
    const databases = Array.from({ length: 9 }, (_each, index) => `many_${index}`);
    await Promise.all(databases.map((name) => createSmallDatabase(servers.source, name)));
    const { page } = await browser.visit(portal(`${serverPath}/new`));
    await throughTheWizard(page, { ...entries, name: 'many', databases });
    await page.getByText('2 migrations will be created together').waitFor();
    await page.getByRole('button', { name: 'Create' }).click();
    for (const name of ['many-1', 'many-2']) {
      await page
        .getByRole('row', { name: new RegExp(`Select ${name} `) })
        .getByText('Succeeded')
        .waitFor({ timeout: 60_000 });
    }
  });

  test('a secret that was typed appears in no storage, address, console line or log', async () => {
    const visit = await browser.visit(portal(`${serverPath}/new`));
    const { page } = visit;
    await page.getByLabel('Migration name').fill('secretive');
    await page.getByRole('button', { name: 'Next : Source' }).click();
    await page.getByLabel('Server name').selectOption({ label: 'source' });
    await page.getByLabel('Source password').fill(canary);
    await page.getByRole('button', { name: 'Log in and read databases' }).click();
    await page.getByText('The databases cannot be read').waitFor();
    const stored = await page.evaluate<string>('JSON.stringify([localStorage, sessionStorage, document.cookie, location.href])');
    const logs = await Promise.all(['start', 'host', 'azure'].map((name) => readFile(dataFile(service, 'logs', `${name}.log`), 'utf8')));
    for (const text of [stored, ...visit.requests, ...visit.console, ...logs]) expect(text).not.toContain(canary);
  });

  test('no violation of accessibility on grid and wizard, dark and light, and nothing is cut off at 360 pixels', async () => {
    const { page } = await browser.visit(portal(), { viewport: { width: 360, height: 740 }, colorScheme: 'dark' });
    await page.getByRole('table', { name: 'Migrations' }).waitFor();
    const widthOf = () => page.evaluate<number>('document.documentElement.scrollWidth');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Light theme' }).click();
    expect(await violations(page)).toEqual([]);
    expect(await widthOf()).toBeLessThanOrEqual(360);
    await page.goto(portal(`${serverPath}/new`));
    await page.getByLabel('Migration name').fill('thin');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Next : Source' }).click();
    await page.getByLabel('Server name').selectOption({ label: 'source' });
    await page.getByRole('checkbox', { name: 'shop' }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await widthOf()).toBeLessThanOrEqual(360);
  });

  test('a lost connection is shown, and healed when the service is back', async () => {
    const { page } = await browser.visit(portal(serverPath));
    await page.getByRole('row', { name: /first/ }).waitFor();
    await page.route('**/api/**', (route) => route.abort('connectionrefused'));
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('The connection to the service is lost').waitFor();
    await page.unroute('**/api/**');
    await page.getByText('The connection to the service is lost').waitFor({ state: 'detached' });
  });
});
