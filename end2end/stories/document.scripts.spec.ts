// What only scripts do: walking on inside a document. Without scripts every step is a new document by nature, so these stories are
// not walked without them (playwright.config.ts leaves files of this name out there).
import { newBuyer } from '../stage/people.ts';
import { expect, test } from '../stage/test.ts';

test('walking inside the shop keeps the document, crossing to the merchants does not', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/');
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  const same = () => page.evaluate(() => 'sameDocument' in globalThis);
  await page.locator('.goods__grid > li').first().getByRole('link').click();
  await expect(page).toHaveURL(/\/p\//);
  expect(await same()).toBe(true);
  await page.getByRole('link', { name: visitor.say('shop.nav.home_label') }).first().click();
  await expect(page).toHaveURL(/\/$/);
  expect(await same()).toBe(true);
  await page.getByRole('contentinfo').getByRole('link', { name: visitor.say('shop.footer.workbench') }).click();
  await expect(page).toHaveURL(/\/(merchant|login)/);
  expect(await same()).toBe(false);
});

test('looking around and paying are documents of their own, whichever way one goes', async ({ visitor }) => {
  const { page } = visitor;
  // Who is not known is sent from the orders to the sign-in, which belongs to looking around.
  await newBuyer(visitor);
  await visitor.visit('/cart');
  const mark = () => page.evaluate(() => Object.assign(globalThis, { sameDocument: true }));
  const same = () => page.evaluate(() => 'sameDocument' in globalThis);
  await mark();
  await page.getByRole('contentinfo').getByRole('link', { name: visitor.say('shop.footer.track') }).click();
  await expect(page).toHaveURL(/\/orders$/);
  expect(await same()).toBe(false);
  await visitor.awake();
  await mark();
  const words = page.locator('#q');
  await words.fill('壶');
  await words.press('Enter');
  await expect(page).toHaveURL(/\/search\?q=/);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('壶');
  expect(await same()).toBe(false);
});
