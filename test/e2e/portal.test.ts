// The portal in a real browser, against npm start's processes and real servers: one of each for all of these tests.
import { executablePath, useBrowser } from './support/browser';
import { useService } from './support/service';

const whole = executablePath ? describe : describe.skip;

whole(executablePath ? 'the portal' : 'the portal (no Chromium here)', () => {
  const service = useService();
  const browser = useBrowser();
  const portal = (path = '') => `${service.endpoints.api}/portal${path}`;

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
});
