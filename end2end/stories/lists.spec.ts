// Lists of goods: categories, shops, everything. What is chosen stands in the address; links and one GET form do all of it.
import { expect, expectNoBarriers, expectNoSidewaysScroll, test } from '../stage/test.ts';

/** The prices on the cards, in fen, in the order in which they stand. */
async function prices(page: import('@playwright/test').Page): Promise<number[]> {
  const values = await page.locator('.goods__grid > li data.price').evaluateAll((all) => all.map((one) => one.getAttribute('value') ?? ''));
  return values.map((value) => Math.round(Number(value) * 100));
}

test('a visitor goes from the front page into a category and from there to goods', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/');
  const more = page.locator('.sect__head a.more').first();
  await more.click();
  await expect(page).toHaveURL(/\/c\/[a-z-]+$/);
  await visitor.awake();
  await expect(page.locator('.goods__grid > li').first()).toBeVisible();
  await expect(page.getByRole('navigation', { name: visitor.say('shop.nav.breadcrumb') })).toBeVisible();
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
  // One step down: a category below.
  const leaf = page.locator('.lcats a').first();
  // What it is called, without how many there are.
  const name = ((await leaf.textContent()) ?? '').replace(/\s*\d+$/, '');
  await leaf.click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await page.locator('.goods__grid > li').first().getByRole('link').click();
  await expect(page.getByRole('button', { name: visitor.say('shop.product.add') })).toBeVisible();
});

test('a list is put into order and walked through page by page', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/search');
  await page.getByRole('link', { name: visitor.say('shop.list.sort_price_up') }).click();
  await expect(page).toHaveURL(/sort=price_up/);
  await expect(page.getByRole('link', { name: visitor.say('shop.list.sort_price_up') })).toHaveAttribute('aria-current', 'true');
  const first = await prices(page);
  expect(first.length).toBeGreaterThan(5);
  expect(first).toEqual([...first].sort((a, b) => a - b));
  await page.getByRole('link', { name: visitor.say('common.pager.next') }).click();
  await expect(page).toHaveURL(/after=/);
  await expect(page.getByRole('link', { name: visitor.say('common.pager.previous') })).toBeVisible();
  const second = await prices(page);
  expect(second.length).toBeGreaterThan(0);
  expect(second[0]).toBeGreaterThanOrEqual(first.at(-1) ?? 0);
  await expectNoBarriers(visitor);
});

test('a shop shows its goods and nothing else', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/p/longjing-qingming');
  const name = (await page.locator('#shop-h').textContent()) ?? '';
  await page.getByRole('link', { name: visitor.say('shop.product.shop_visit') }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(name);
  await visitor.awake();
  const sellers = await page.locator('.goods__grid .good__foot span:first-child').allTextContents();
  expect(sellers.length).toBeGreaterThan(0);
  expect(new Set(sellers)).toEqual(new Set([name]));
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
});

test.describe('a list that does not exist', () => {
  test.use({ provoked: [/404/] });

  test('is a 404 with a way back', async ({ visitor }) => {
    for (const path of ['/c/no-such-category', '/shop/no-such-shop']) {
      await visitor.visit(path, 404);
      await expect(visitor.page.getByRole('link', { name: visitor.say('common.action.home') })).toBeVisible();
    }
  });
});
