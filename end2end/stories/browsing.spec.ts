// Looking around: a visitor without an account finds goods, chooses, changes language and theme. Everything here works from links and
// plain forms; scripts only make it quicker.
import { expect, expectNoBarriers, expectNoSidewaysScroll, test } from '../stage/test.ts';

test('a visitor opens the market and finds goods on the first page', async ({ visitor }) => {
  await visitor.visit('/');
  await visitor.sees('shop.home.heading');
  const goods = visitor.page.locator('.goods__grid > li');
  expect(await goods.count()).toBeGreaterThan(5);
  await expect(goods.first().getByRole('link')).toBeVisible();
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
});

test('a visitor opens a product and sees what decides before buying', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/');
  const link = page.locator('.goods__grid > li').first().getByRole('link');
  const name = (await link.textContent()) ?? '';
  await link.click();
  await expect(page.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(page.locator('.prod__pay')).toContainText('¥');
  await expect(page.getByRole('list', { name: visitor.say('shop.product.promises') })).toBeVisible();
  await expect(page.getByRole('button', { name: visitor.say('shop.product.add') })).toBeEnabled();
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
});

test('English is one link away and stays while the visitor walks on', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/');
  await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
  await page.getByRole('link', { name: 'English' }).locator('visible=true').click();
  await expect(page).toHaveURL(/\/en\/?$/);
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  visitor.language = 'en';
  await visitor.awake();
  await visitor.sees('shop.home.heading');
  await page.locator('.goods__grid > li').first().getByRole('link').click();
  await expect(page).toHaveURL(/\/en\/p\//);
  await expect(page.getByRole('button', { name: visitor.say('shop.product.add') })).toBeVisible();
  await expectNoBarriers(visitor);
});

test('the dark theme is kept from page to page', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/');
  const light = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.getByRole('button', { name: visitor.say('common.theme.dark') }).locator('visible=true').click();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  expect(dark).not.toBe(light);
  await visitor.visit('/cart');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expectNoBarriers(visitor);
});

test.describe('a system that is dark', () => {
  test.use({ colorScheme: 'dark' });

  test('is light at the first press of the button', async ({ visitor }) => {
    const { page } = visitor;
    await visitor.visit('/');
    const dark = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await page.getByRole('button', { name: visitor.say('common.theme.light') }).locator('visible=true').click();
    await expect(page.locator('html')).toHaveAttribute('data-theme', 'light');
    expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).not.toBe(dark);
  });
});

test.describe('an address that leads nowhere', () => {
  test.use({ provoked: [/404/] });

  test('says so with the right status and a way back', async ({ visitor }) => {
    await visitor.visit('/no-such-page', 404);
    await expect(visitor.page.getByRole('link', { name: visitor.say('common.action.home') })).toBeVisible();
    await expectNoBarriers(visitor);
  });

  test('a product that does not exist is a 404, not an empty page', async ({ visitor }) => {
    await visitor.visit('/p/no-such-product', 404);
  });
});
