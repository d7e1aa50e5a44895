// The portal in a real browser, against npm start's processes and real servers: one of each for all of these tests.
import { sourceAndTarget } from '../support/source-and-target';
import { executablePath, useBrowser } from './support/browser';
import { openScene, type Scene } from './support/scene';
import { useService } from './support/service';
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
});
