// What axe-core finds wrong with a page as it is shown now.
import { source } from 'axe-core';
import type { Page } from 'playwright-core';

/** One line for each element. The library comes in by the debugger, which the content security policy of the page does not hold back. */
export async function violations(page: Page): Promise<string[]> {
  await page.evaluate(source);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(context: { exclude: string[] }): Promise<Found> } };
    // Invisible stops that Fluent's keyboard library makes and leaves at once when they get the focus.
    const { violations: found } = await axe.run({ exclude: ['[data-tabster-dummy]'] });
    return found.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`));
  });
}

interface Found {
  violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
}
