// What merchants and the desk do with orders beside the walk: mistyping, refusing, calling off, finding, and staying outside.
import { MERCHANT, STAFF, newBuyer, signIn } from '../stage/people.ts';
import { expect, expectNoBarriers, expectNoSidewaysScroll, test, type Visitor } from '../stage/test.ts';
import { newWaybill, openOrder, payAtPartner, placeOrder, ship } from '../stage/walk.ts';

type Order = { path: string; number: string };

/** Somebody signed in at a console, in a browser of their own. */
async function at(visitor: Visitor, noises: string[], who: { login: string; password: string }): Promise<Visitor> {
  const other = await visitor.another(noises);
  await signIn(other, who.login, who.password);
  return other;
}

async function looksWell(visitor: Visitor): Promise<void> {
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
}

/** A new buyer with a paid order. */
async function paidOrder(buyer: Visitor): Promise<Order> {
  await newBuyer(buyer);
  await placeOrder(buyer);
  await payAtPartner(buyer);
  return openOrder(buyer);
}

/** The buyer asks for the money back without sending anything. */
async function askForMoney(buyer: Visitor, order: Order): Promise<void> {
  await buyer.visit(order.path);
  await buyer.page.getByRole('link', { name: buyer.say('shop.order.request_return') }).first().click();
  await expect(buyer.page).toHaveURL(/\/return\?line=/);
  await buyer.awake();
  await buyer.page.getByLabel(buyer.say('shop.returns.reason'), { exact: true }).selectOption('no_reason');
  await buyer.press('shop.returns.submit');
  await expect(buyer.page).toHaveURL(/\/orders\/ord_/);
}

/** The merchant opens the request of that order. */
async function openRequest(merchant: Visitor, order: Order): Promise<void> {
  await merchant.visit('/merchant/returns');
  await merchant.page.getByRole('row').filter({ hasText: order.number }).getByRole('link').first().click();
  await expect(merchant.page).toHaveURL(/\/merchant\/returns\/ret_/);
  await merchant.awake();
}

test.describe('a waybill number that cannot be one', () => {
  test.use({ provoked: [/status of 422/] });

  test('is refused, and what was typed is kept', async ({ visitor, noises }) => {
    const order = await paidOrder(visitor);
    const merchant = await at(visitor, noises, MERCHANT);
    const { page } = merchant;
    await merchant.visit(`/merchant/orders/${order.number}`);
    const carrier = page.getByLabel(merchant.say('merchant.ship.carrier'), { exact: true });
    const waybill = page.getByLabel(merchant.say('merchant.ship.waybill'), { exact: true });
    await carrier.selectOption('yto');
    await waybill.fill('12');
    await merchant.press('merchant.ship.submit');
    await expect(page.getByRole('alert')).toBeVisible();
    await merchant.awake();
    await expect(carrier).toHaveValue('yto');
    await expect(waybill).toHaveValue('12');
    await looksWell(merchant);
    await waybill.fill(newWaybill());
    await merchant.press('merchant.ship.submit');
    await expect(page.getByText(merchant.say('merchant.ship.done'))).toBeVisible();
  });
});

test('a shop calls off what it cannot deliver, and the money goes back', async ({ visitor, noises }) => {
  const order = await paidOrder(visitor);
  const merchant = await at(visitor, noises, MERCHANT);
  const { page } = merchant;
  await merchant.visit(`/merchant/orders/${order.number}`);
  await page.locator('summary', { hasText: merchant.say('merchant.order.call_off') }).click();
  await page.locator('details[open]').getByRole('button').click();
  await expect(page.getByText(merchant.say('merchant.order.called_off'))).toBeVisible();
  await looksWell(merchant);
  await expect(async () => {
    await merchant.visit(`/merchant/orders/${order.number}`);
    await expect(page.locator('main')).toContainText(merchant.say('common.refund_status.done'), { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
});

test.describe('a refusal without a reason', () => {
  test.use({ provoked: [/status of 422/] });

  test('is none; with one the buyer reads it', async ({ visitor, noises }) => {
    test.slow();
    const order = await paidOrder(visitor);
    await askForMoney(visitor, order);
    const merchant = await at(visitor, noises, MERCHANT);
    const { page } = merchant;
    const unfold = async () => {
      if (!(await page.locator('details[open]').count())) await page.locator('summary', { hasText: merchant.say('merchant.after_sales.refuse') }).click();
    };
    await openRequest(merchant, order);
    await unfold();
    await merchant.press('merchant.after_sales.refuse');
    await expect(page.getByRole('alert').first()).toBeVisible();
    await merchant.awake();
    await looksWell(merchant);
    await unfold();
    await merchant.fill('merchant.after_sales.refuse_reason', '茶叶已经拣好，请收到后再看。');
    await merchant.press('merchant.after_sales.refuse');
    await expect(page.getByText(merchant.say('merchant.after_sales.done_refused'))).toBeVisible();
    await visitor.visit(order.path);
    await expect(visitor.page.locator('main')).toContainText('茶叶已经拣好');
    // What is open to the buyer is said there, and leads where it can be done.
    await looksWell(visitor);
    await visitor.page.getByRole('link', { name: visitor.say('shop.returns.refused_again') }).click();
    await expect(visitor.page).toHaveURL(/\/return\?line=/);
    await visitor.awake();
    await visitor.page.getByLabel(visitor.say('shop.returns.reason'), { exact: true }).selectOption('no_reason');
    await visitor.press('shop.returns.submit');
    await expect(visitor.page).toHaveURL(/\/orders\/ord_/);
    await expect(visitor.page.locator('article.ret')).toHaveCount(2);
  });
});

test.describe('where a shop takes goods back', () => {
  test.use({ provoked: [/status of 422/] });

  test('is said in its settings; what is wrong is told and nothing typed is lost', async ({ visitor }) => {
    const { page } = visitor;
    await signIn(visitor, MERCHANT.login, MERCHANT.password);
    await visitor.visit('/merchant/settings');
    await visitor.sees('merchant.settings.title');
    const street = page.getByLabel(visitor.say('merchant.settings.street'), { exact: true });
    await expect(street).toHaveValue(/退货收件处/);
    await looksWell(visitor);
    // Another story reads what the demo shop tells: the word it looks for stays in.
    const told = `示例路 ${1 + (Date.now() % 900)} 号退货收件处`;
    await street.fill(told);
    await visitor.fill('merchant.settings.phone', '12');
    await visitor.press('merchant.settings.submit');
    await expect(page.getByRole('alert').first()).toBeVisible();
    await visitor.awake();
    await expect(street).toHaveValue(told);
    await looksWell(visitor);
    await visitor.fill('merchant.settings.phone', '13800000123');
    await visitor.press('merchant.settings.submit');
    await expect(page.getByText(visitor.say('merchant.settings.saved'))).toBeVisible();
    await expect(page.getByLabel(visitor.say('merchant.settings.phone'), { exact: true })).toHaveValue('13800000123');
  });
});

test('a shop agrees to a refund without goods, and the money goes at once', async ({ visitor, noises }) => {
  test.slow();
  const order = await paidOrder(visitor);
  await askForMoney(visitor, order);
  const merchant = await at(visitor, noises, MERCHANT);
  const { page } = merchant;
  await merchant.visit('/merchant');
  await looksWell(merchant);
  await openRequest(merchant, order);
  await page.getByRole('button', { name: /¥/ }).click();
  await expect(page.getByText(merchant.say('merchant.after_sales.done_agreed'))).toBeVisible();
  const desk = await at(visitor, noises, STAFF);
  await expect(async () => {
    await desk.visit('/desk/refunds?state=done');
    const id = order.path.split('/').pop() ?? 'nowhere';
    await expect(desk.page.getByRole('row').filter({ hasText: id })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await looksWell(desk);
});

test('staff find an order by its waybill, see its books and no names', async ({ visitor, noises }) => {
  test.slow();
  const order = await paidOrder(visitor);
  const merchant = await at(visitor, noises, MERCHANT);
  const waybill = await ship(merchant, order);
  const desk = await at(visitor, noises, STAFF);
  const { page } = desk;
  await desk.visit('/desk/orders');
  await page.getByRole('searchbox').fill(waybill);
  await page.getByRole('searchbox').press('Enter');
  await expect(page).toHaveURL(/\?q=/);
  await desk.awake();
  await page.getByRole('link', { name: order.number, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: order.number })).toBeVisible();
  await expect(page.locator('main')).toContainText(desk.say('common.ledger_purpose.capture'));
  await expect(page.locator('main')).not.toContainText('示例路');
  await expect(page.locator('main')).not.toContainText('小满');
  await looksWell(desk);
  for (const path of ['/desk', '/desk/orders', '/desk/refunds', '/desk/ledger', '/desk/ledger?tab=accounts']) {
    await desk.visit(path);
    await looksWell(desk);
  }
});

test('an address with a language in front leads to the console in that language', async ({ visitor }) => {
  await signIn(visitor, MERCHANT.login, MERCHANT.password);
  await visitor.visit('/en/merchant');
  await expect(visitor.page).toHaveURL(/[^n]\/merchant$/);
  visitor.language = 'en';
  await visitor.sees('merchant.home.title');
  await visitor.visit('/merchant/orders');
  await visitor.sees('merchant.orders.title');
});

test.describe('the doors of the consoles', () => {
  test.use({ provoked: [/403/] });

  test('stay closed to buyers, and the desk to merchants', async ({ visitor, noises }) => {
    await newBuyer(visitor);
    for (const path of ['/merchant', '/merchant/orders', '/merchant/returns', '/merchant/reviews', '/desk', '/desk/orders', '/desk/refunds', '/desk/ledger']) {
      await visitor.visit(path, 403);
    }
    const merchant = await at(visitor, noises, MERCHANT);
    for (const path of ['/desk', '/desk/orders', '/desk/refunds', '/desk/ledger']) await merchant.visit(path, 403);
  });
});

test.describe('a consumer at the door of a console', () => {
  test.use({ provoked: [/403/] });

  test('is told what the place is and how to go on', async ({ visitor }) => {
    const { page } = visitor;
    await newBuyer(visitor);
    await visitor.visit('/merchant', 403);
    await visitor.sees('common.console.merchant_title');
    await looksWell(visitor);
    const market = page.locator('main').getByRole('link', { name: visitor.say('common.console.to_market') });
    await expect(market).toBeVisible();
    await page.getByRole('link', { name: visitor.say('common.console.sign_in_as_other') }).click();
    await expect(page).toHaveURL(/\/login\?next=/);
  });
});
