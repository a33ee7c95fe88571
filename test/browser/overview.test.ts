import { expect, it } from 'vitest';
import { listen } from '../../src/cli/server/serve.ts';
import { waitingIn } from '../dashboard/markup.ts';
import { type OpenPages, openPages, PASSPHRASE } from '../dashboard/open-pages.ts';
import { excessOf, openBrowser, openWindow, shoot } from './open-browser.ts';

/** Takes all that a project has left. */
async function useUp(site: OpenPages): Promise<void> {
  const path = '/budgets/project%3Alung-imaging';
  const change = { 'grant-epsilon': '-20', 'grant-reason': 'It is used up.', 'grant-passphrase': PASSPHRASE };
  const id = waitingIn(await (await site.browser('noor').send(path, `${path}/grant`, change)).text());
  await site.browser('mira').send(`/inbox/${id}`, `/inbox/${id}/approve`, { 'approve-passphrase': PASSPHRASE });
}

it.each(['en', 'de'])('the overview of a used-up budget keeps to its window in %s', async (lang) => {
  const site = await openPages();
  const [pages, browser] = [await listen(site.app, { host: 'localhost', port: 0 }), await openBrowser()];
  await useUp(site);
  const { page } = await openWindow(browser);
  await page.goto(`${pages.url}/test-sign-in/mira`);
  await page.goto(`${pages.url}/preferences?lang=${lang}&back=/`);
  expect(await page.locator('.tile .badge.bad').count()).toBe(1);
  for (const width of [1280, 1024, 768, 320]) {
    await page.setViewportSize({ width, height: 860 });
    expect([width, await excessOf(page)]).toEqual([width, 0]);
    const beyond = await page
      .locator('.tile')
      .evaluateAll((tiles) => tiles.filter((tile) => tile.scrollWidth > tile.clientWidth).length);
    expect([width, beyond]).toEqual([width, 0]);
  }
  await shoot(page, `overview-used-up-${lang}`);
  await browser.close();
  await pages.close();
  await site.close();
});
