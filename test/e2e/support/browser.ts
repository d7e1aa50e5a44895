// A real browser for a test file, and what it complains about.
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { findChromium } from '../../support/chromium';

export const executablePath = findChromium();

export interface Visit {
  page: Page;
  /** Errors and warnings on the console, among them what the content security policy refused. */
  complaints: string[];
  /** Everything on the console. */
  console: string[];
  /** Addresses of all requests. */
  requests: string[];
}

export interface Browsing {
  /** A page of its own, with nothing stored. */
  visit(address: string, options?: BrowserContextOptions): Promise<Visit>;
}

const actionTimeoutMs = 15_000;

/** Call it at the top of a test file. */
export function useBrowser(): Browsing {
  let browser: Browser | undefined;
  beforeAll(async () => {
    if (executablePath) browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
  });
  afterAll(() => browser?.close());
  return {
    async visit(address, options = {}) {
      if (!browser) throw new Error('The browser does not run.');
      const context = await browser.newContext({ ignoreHTTPSErrors: true, ...options });
      context.setDefaultTimeout(actionTimeoutMs);
      const page = await context.newPage();
      const visit: Visit = { page, complaints: [], console: [], requests: [] };
      page.on('console', (message) => {
        visit.console.push(message.text());
        if (message.type() === 'error' || message.type() === 'warning') visit.complaints.push(message.text());
      });
      page.on('pageerror', (error) => visit.complaints.push(String(error)));
      page.on('request', (request) => visit.requests.push(request.url()));
      await page.goto(address);
      return visit;
    },
  };
}
