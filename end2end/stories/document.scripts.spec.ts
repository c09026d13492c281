// What only scripts do: walking on inside a document. Without scripts every step is a new document by nature, so these stories are
// not walked without them (playwright.config.ts leaves files of this name out there).
import { newBuyer, STAFF, signIn } from '../stage/people.ts';
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

test('the mark by which a click was counted leaves the address, and nothing else does', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/search');
  const href = await page.locator('.goods__grid > li').first().getByRole('link').first().getAttribute('href');
  const product = new URL(href ?? '', page.url()).pathname;
  expect(product).toContain('/p/');
  await visitor.visit(`${product}?place=paid`);
  const name = await page.getByRole('heading', { level: 1 }).innerText();
  await expect(page).toHaveURL((url) => url.pathname === product && url.search === '');
  // The page is the same one, and what is copied from the address leads to it.
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  // An address that says more than the mark is what somebody asked for, and stays.
  await visitor.visit(`${product}?place=paid&to=330000`);
  await page.waitForTimeout(2_500);
  expect(new URL(page.url()).search).toBe('?place=paid&to=330000');
});

test.describe('the staff at the door of the shops', () => {
  // The page itself is refused, which is true; nothing behind it may be.
  test.use({ provoked: [/403/] });

  test('sees the wall, and no page behind it asks for anything', async ({ visitor }) => {
    const { page } = visitor;
    await signIn(visitor, STAFF.login, STAFF.password);
    const refused: string[] = [];
    page.on('response', (answer) => {
      if (answer.url().includes('/api/') && answer.status() >= 400) refused.push(answer.url());
    });
    await visitor.visit('/merchant', 403);
    await visitor.sees('common.console.merchant_title');
    // Nothing leads to pages that would not open.
    await expect(page.getByRole('link', { name: visitor.say('merchant.nav.orders') })).toHaveCount(0);
    expect(refused).toEqual([]);
  });
});
