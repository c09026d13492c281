// The cart: choosing a SKU, putting it in, changing the number, taking it out.
import { expect, expectNoBarriers, expectNoSidewaysScroll, test, type Visitor } from '../stage/test.ts';

/** Opens the first product whose options can be chosen. */
async function openProductWithOptions(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await visitor.visit('/');
  const addresses = await page.locator('.goods__grid > li a').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  for (const address of addresses) {
    await visitor.visit(address);
    if ((await page.locator('.options label:not(.is-off)').count()) > 1) return;
  }
  throw new Error('no product on the first page has options');
}

test('a visitor chooses a SKU and finds exactly that one in the cart', async ({ visitor }) => {
  const { page } = visitor;
  await openProductWithOptions(visitor);
  const name = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
  const option = page.locator('.options label:not(.is-off)').nth(1);
  const choice = (await option.locator('span').first().textContent()) ?? '';
  await option.click();
  await expect(option.getByRole('radio')).toBeChecked();
  await visitor.press('shop.product.add');
  await expect(page).toHaveURL(/\/cart/);
  await visitor.visit('/cart');
  const line = page.locator('.citem').filter({ has: page.getByRole('link', { name }) });
  await expect(line).toContainText(choice);
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
});

test('two of a thing cost twice as much, and taking it out empties the cart', async ({ visitor }) => {
  const { page } = visitor;
  await openProductWithOptions(visitor);
  await visitor.press('shop.product.add');
  await expect(page).toHaveURL(/\/cart/);
  await visitor.visit('/cart');
  const line = page.locator('.citem').first();
  const one = await fen(line.locator('.citem__p'));
  await line.getByRole('button', { name: visitor.say('common.stepper.more') }).click();
  await expect(line.getByRole('textbox')).toHaveValue('2');
  await expect(async () => {
    expect(await fen(page.locator('.cart__sum .ledger > li').first().locator('.amt'))).toBe(2 * one);
  }).toPass({ timeout: 10_000 });
  await line.locator('.citem__x button').click();
  await expect(page.getByText(visitor.say('shop.cart.empty_title'))).toBeVisible();
});

test.describe('a number that is none', () => {
  // The browser itself writes a line when an action is answered with 4xx.
  test.use({ provoked: [/status of 4\d\d/] });

  test('is told at its line, and is mended there', async ({ visitor }) => {
    const { page } = visitor;
    await openProductWithOptions(visitor);
    const name = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
    await visitor.press('shop.product.add');
    await expect(page).toHaveURL(/\/cart\?added=/);
    await expect(page.getByRole('status').filter({ hasText: name })).toBeVisible();
    await visitor.visit('/cart');
    const line = page.locator('.citem').first();
    const field = line.getByRole('textbox');
    for (const typed of ['abc', '0', '1000']) {
      await field.fill(typed);
      await field.press('Enter');
      await expect(line.getByRole('alert')).toHaveText(visitor.say('shop.cart.quantity_range', { n: 99 }));
      await expect(field).toHaveValue(typed);
      await expect(field).toHaveAttribute('aria-invalid', 'true');
    }
    await expectNoSidewaysScroll(visitor);
    await expectNoBarriers(visitor);
    await field.fill('2');
    await field.press('Enter');
    await expect(line.getByRole('alert')).toHaveCount(0);
    await expect(field).toHaveValue('2');
  });
});

test('asking for freight keeps the choice', async ({ visitor }) => {
  const { page } = visitor;
  await openProductWithOptions(visitor);
  const option = page.locator('.options label:not(.is-off)').nth(1);
  const choice = (await option.locator('span').first().textContent()) ?? '';
  await option.click();
  await page.getByLabel(visitor.say('shop.product.deliver_to'), { exact: true }).selectOption('330000');
  await visitor.press('shop.product.deliver_show');
  await expect(page).toHaveURL(/to=330000/);
  await expect(page.locator('.options label').filter({ hasText: choice }).first().getByRole('radio')).toBeChecked();
  await expect(page.locator('#to')).toHaveValue('330000');
});

test('what is sold out says so and cannot be bought', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/p/pea-shoots');
  await expect(page.locator('#why-not')).toHaveText(visitor.say('shop.product.sold_out_all'));
  for (const key of ['shop.product.add', 'shop.product.buy']) {
    await expect(page.locator('.prod__buy').getByRole('button', { name: visitor.say(key) })).toBeDisabled();
  }
  await expectNoBarriers(visitor);
});

test('the cart is kept when the browser comes back later', async ({ visitor }) => {
  const { page } = visitor;
  await openProductWithOptions(visitor);
  const name = (await page.getByRole('heading', { level: 1 }).textContent()) ?? '';
  await visitor.press('shop.product.add');
  await expect(page).toHaveURL(/\/cart/);
  await visitor.visit('/cart');
  await visitor.visit('/en/cart');
  await expect(page.locator('.citem')).toHaveCount(1);
  await visitor.visit('/cart');
  await expect(page.getByRole('link', { name })).toBeVisible();
});

/** An amount in fen, read from the page. */
async function fen(place: { innerText(): Promise<string> }): Promise<number> {
  const figures = (await place.innerText()).replaceAll(/[^\d.]/g, '');
  const [whole = '', part = '00'] = figures.split('.');
  return Number(whole) * 100 + Number(part);
}
