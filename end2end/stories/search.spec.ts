// Finding goods: by Chinese words, by sound, in English, with a slip of the finger; narrowing a list; and what is said when there is
// nothing. The index was filled when the shop opened.
import { expect, expectNoBarriers, expectNoSidewaysScroll, test, type Visitor } from '../stage/test.ts';

/** Searches from the header, as anybody would. */
async function search(visitor: Visitor, words: string): Promise<void> {
  const { page } = visitor;
  const box = page.getByLabel(visitor.say('shop.nav.search_label'), { exact: true });
  await box.fill(words);
  await box.press('Enter');
  await expect(page).toHaveURL(/\/search\?/);
  await visitor.awake();
  await expect(page.getByRole('heading', { level: 1 })).toContainText(words);
}

test('two characters, their sound, their initials and English find the same tea', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/');
  for (const words of ['龙井', 'longjing', 'lj']) {
    await search(visitor, words);
    await expect(page.locator('.good__name').filter({ hasText: '龙井' }).first()).toBeVisible();
  }
  await expectNoBarriers(visitor);
  await visitor.visit('/en/');
  visitor.language = 'en';
  await search(visitor, 'longjing');
  await expect(page.locator('.good__name').filter({ hasText: 'Longjing' }).first()).toBeVisible();
});

test('a slip of the finger is forgiven', async ({ visitor }) => {
  visitor.language = 'en';
  await visitor.visit('/en/');
  await search(visitor, 'celadn');
  const note = visitor.say('shop.list.corrected', { query: 'celadn', other: 'celadon' });
  await expect(visitor.page.locator('.lhead')).toContainText(note);
  await expect(visitor.page.locator('.goods__grid > li').first()).toBeVisible();
});

test('every result says why it stands where it stands', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/');
  await search(visitor, '茶');
  const why = page.locator('.why').first();
  await why.locator('summary').click();
  const points = (await why.locator('dd').allTextContents()).map(Number);
  expect(points.length).toBeGreaterThan(2);
  const sum = points.pop() ?? 0;
  expect(points.reduce((a, b) => a + b, 0)).toBeCloseTo(sum, 2);
  await expectNoBarriers(visitor);
});

test('a list is narrowed, and every narrowing can be taken back', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/');
  await search(visitor, '茶');
  const total = async () => Number(((await page.locator('.lhead small').textContent()) ?? '').replaceAll(/\D/g, ''));
  const before = await total();
  if (visitor.phone) await page.locator('.lsort__filters').click();
  const form = page.locator('#filters');
  const promise = form.getByRole('checkbox', { name: new RegExp(visitor.say('common.service.returnable')) });
  await promise.check();
  await form.getByLabel(visitor.say('shop.list.filter_max')).fill('100');
  await form.getByRole('button', { name: visitor.say('shop.list.filter_apply') }).click();
  await expect(page).toHaveURL(/to=100/);
  await visitor.awake();
  await expect(page.locator('.applied li')).toHaveCount(3);
  const narrowed = await total();
  expect(narrowed).toBeGreaterThan(0);
  expect(narrowed).toBeLessThan(before);
  for (const price of await page.locator('.goods__grid > li data.price').evaluateAll((all) => all.map((one) => Number(one.getAttribute('value'))))) {
    expect(price).toBeLessThanOrEqual(100);
  }
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
  await page.getByRole('link', { name: visitor.say('shop.list.filter_clear') }).click();
  await expect(page.locator('.applied')).toHaveCount(0);
  await expect.poll(total).toBe(before);
});

test('a search is narrowed to a category, a shop and a band of prices, each with what it leaves', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/');
  await search(visitor, '茶');
  const total = async () => Number(((await page.locator('.lhead small').textContent()) ?? '').replaceAll(/\D/g, ''));
  // Opens what is folded away, follows the link and answers how many goods it promised.
  const choose = async (link: import('@playwright/test').Locator): Promise<number> => {
    const promised = Number(await link.locator('small').textContent());
    await link.click();
    await expect.poll(total).toBe(promised);
    await visitor.awake();
    return promised;
  };
  const all = await total();
  const inCategory = await choose(page.locator('.lcats a').first());
  await expect(page).toHaveURL(/category=[a-z-]+/);
  await expect(page.locator('.applied li').first()).not.toHaveText(/^[a-z-]+$/);
  expect(inCategory).toBeLessThan(all);
  await expect(page.locator('.applied li')).toHaveCount(2);
  if (visitor.phone) await page.locator('.lsort__filters').click();
  const shops = page.getByRole('group', { name: visitor.say('shop.list.filter_shop') });
  const ofShop = await choose(shops.getByRole('link').first());
  await expect(page).toHaveURL(/shop=mer_/);
  const sellers = await page.locator('.goods__grid .good__foot span:first-child').allTextContents();
  expect(new Set(sellers).size).toBe(1);
  if (visitor.phone) await page.locator('.lsort__filters').click();
  const prices = page.getByRole('group', { name: visitor.say('shop.list.filter_price') });
  const inBand = await choose(prices.getByRole('link').first());
  expect(inBand).toBeLessThanOrEqual(ofShop);
  await expect(page.locator('.applied li')).toHaveCount(4);
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
});

test('nothing found is said, with words to try instead', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/search?q=zzqqxxyyvv');
  await expect(page.locator('main')).toContainText(visitor.say('shop.list.empty_title', { query: 'zzqqxxyyvv' }));
  await expectNoBarriers(visitor);
});

test('whatever is typed is searched for and nothing else', async ({ visitor }) => {
  for (const odd of ['"):(*', '100%', 'AND OR NOT', "' or 1=1 --", '<b>茶</b>']) {
    await visitor.visit(`/search?q=${encodeURIComponent(odd)}`);
    await expect(visitor.page.getByRole('heading', { level: 1 })).toContainText(odd);
  }
});
