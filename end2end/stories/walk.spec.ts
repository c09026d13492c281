// The walk through the whole market, and the way back: a buyer pays at the partner, a shop ships, the parcel travels, the money is
// released, or goods and money go back. Nothing here is faked: signatures, notifications and pushes are the real ones.
import { MERCHANT, STAFF, giveAddress, newBuyer, signIn } from '../stage/people.ts';
import { expect, expectNoBarriers, expectNoSidewaysScroll, test, type Visitor } from '../stage/test.ts';
import { GOODS, carry, openOrder, payAtPartner, payByCard, placeOrder, ship } from '../stage/walk.ts';

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

/** Buys, pays, is shipped to, and has the parcel delivered. */
async function untilDelivered(buyer: Visitor, merchant: Visitor): Promise<{ path: string; number: string }> {
  await placeOrder(buyer);
  await payAtPartner(buyer);
  const order = await openOrder(buyer);
  const waybill = await ship(merchant, order);
  await carry(waybill);
  if (!buyer.scripts) await expect(async () => {
    await buyer.visit(order.path);
    await expect(buyer.page.getByText(buyer.say('shop.order.confirm_receipt')).first()).toBeVisible({ timeout: 500 });
  }).toPass({ timeout: 20_000 });
  return order;
}

test('a buyer pays at the partner and the order is paid', async ({ visitor }) => {
  await newBuyer(visitor);
  await placeOrder(visitor);
  await looksWell(visitor);
  await payAtPartner(visitor);
  await looksWell(visitor);
  await openOrder(visitor);
  await expect(visitor.page.getByText(visitor.say('shop.order.head_awaiting_shipment'))).toBeVisible();
  // What the product page promised runs as a clock from the payment on.
  await expect(visitor.page.locator('.clocks')).toContainText(visitor.say('common.clock_kind.dispatch'));
  await looksWell(visitor);
  await visitor.visit('/orders');
  await expect(visitor.page.locator('a[href^="/orders/ord_"]').first()).toBeVisible();
  await looksWell(visitor);
});

for (const provider of ['unionpay', 'stripe'] as const) {
  test(`a card pays through ${provider}`, async ({ visitor }) => {
    await newBuyer(visitor);
    await placeOrder(visitor);
    await payByCard(visitor, provider);
    await openOrder(visitor);
    await expect(visitor.page.getByText(visitor.say('shop.order.head_awaiting_shipment'))).toBeVisible();
  });
}

test('who pays in English comes back to English', async ({ visitor }) => {
  await newBuyer(visitor);
  const cashier = await placeOrder(visitor);
  visitor.language = 'en';
  await visitor.visit(`/en${cashier}`);
  await payAtPartner(visitor);
  await expect(visitor.page).toHaveURL(/\/en\/pay\/pur_/);
});

test('the whole walk: paid, shipped, followed live, received, released', async ({ visitor, noises }) => {
  test.slow();
  const { page } = visitor;
  await newBuyer(visitor);
  const merchant = await at(visitor, noises, MERCHANT);
  await placeOrder(visitor);
  await payAtPartner(visitor);
  const order = await openOrder(visitor);
  const waybill = await ship(merchant, order);
  await looksWell(merchant);
  const sees = async (text: string) => {
    // With scripts the page hears of it by itself; without them one looks again.
    await expect(async () => {
      if (!visitor.scripts) await visitor.visit(order.path);
      await expect(page.locator('main')).toContainText(text, { timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
  };
  await sees(waybill);
  await carry(waybill, 2);
  await sees('杭州转运中心');
  await looksWell(visitor);
  await carry(waybill);
  await sees('已签收');
  await sees(visitor.say('shop.order.head_delivered'));
  await page.locator('summary', { hasText: visitor.say('shop.order.confirm_receipt') }).click();
  await visitor.press('shop.order.confirm_yes');
  await sees(visitor.say('shop.order.head_completed'));
  await looksWell(visitor);
  await merchant.visit(`/merchant/orders/${order.number}`);
  await expect(merchant.page.getByText(merchant.say('merchant.order.head_received'))).toBeVisible();
  const desk = await at(visitor, noises, STAFF);
  await desk.visit(`/desk/orders/${order.number}`);
  await expect(desk.page.locator('main')).toContainText(desk.say('common.ledger_purpose.release'));
  await looksWell(desk);
});

test('the way back: delivered goods are sent back before receipt is confirmed, and the money returns', async ({ visitor, noises }) => {
  test.slow();
  const { page } = visitor;
  await newBuyer(visitor);
  const merchant = await at(visitor, noises, MERCHANT);
  const order = await untilDelivered(visitor, merchant);
  await expect(async () => {
    if (!visitor.scripts) await visitor.visit(order.path);
    await expect(page.getByRole('heading', { level: 1, name: visitor.say('shop.order.head_delivered') })).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await page.getByRole('link', { name: visitor.say('shop.order.request_return') }).click();
  await expect(page).toHaveURL(/\/return\?line=/);
  await visitor.awake();
  await expect(page.getByRole('radio', { name: visitor.say('shop.returns.kind_return') })).toBeChecked();
  await page.getByLabel(visitor.say('shop.returns.reason'), { exact: true }).selectOption('no_reason');
  await looksWell(visitor);
  await visitor.press('shop.returns.submit');
  await expect(page).toHaveURL(/\/orders\/ord_/);

  await merchant.visit('/merchant/returns');
  await merchant.page.getByRole('row').filter({ hasText: order.number }).getByRole('link').first().click();
  await expect(merchant.page).toHaveURL(/\/merchant\/returns\/ret_/);
  await merchant.awake();
  await looksWell(merchant);
  await merchant.press('merchant.after_sales.agree_return');
  await expect(merchant.page.getByText(merchant.say('merchant.after_sales.wait_goods'))).toBeVisible();
  await expect(merchant.page.locator('main')).toContainText('退货收件处');

  await visitor.visit(order.path);
  // Once it is agreed the buyer reads where the goods go, and until when they are awaited.
  await expect(page.locator('article.ret')).toContainText('退货收件处');
  await expect(page.locator('.clocks')).toContainText(visitor.say('common.clock_kind.return_send'));
  await looksWell(visitor);
  await page.getByLabel(visitor.say('shop.returns.carrier'), { exact: true }).selectOption('sf');
  await visitor.fill('shop.returns.waybill', `SF${Date.now()}`);
  await visitor.press('shop.returns.waybill_submit');
  await expect(page.getByText(visitor.say('shop.returns.waybill_sent'))).toBeVisible();

  await merchant.page.reload();
  await merchant.awake();
  await merchant.page.getByRole('button', { name: /¥/ }).first().click();
  await expect(async () => {
    if (!visitor.scripts) await visitor.visit(order.path);
    await expect(page.locator('main')).toContainText(visitor.say('common.return_state.refunded'), { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await looksWell(visitor);
});

test('a paid order that is not shipped yet is cancelled and the money goes back', async ({ visitor }) => {
  const { page } = visitor;
  await newBuyer(visitor);
  await placeOrder(visitor);
  await payAtPartner(visitor);
  const order = await openOrder(visitor);
  await page.locator('summary', { hasText: visitor.say('shop.order.cancel') }).click();
  await page.locator('details[open]').getByRole('button', { name: visitor.say('shop.order.cancel') }).click();
  await expect(async () => {
    if (!visitor.scripts) await visitor.visit(order.path);
    await expect(page.locator('main')).toContainText(visitor.say('common.refund_status.done'), { timeout: 1_000 });
  }).toPass({ timeout: 30_000 });
  await expect(page.locator('main')).toContainText(visitor.say('shop.order.sub_called_off'));
  await expect(page.locator('main')).not.toContainText(visitor.say('shop.order.money_held'));
});

test('goods that are with the shop cannot be sent back, and nobody has to guess why', async ({ visitor }) => {
  const { page } = visitor;
  await newBuyer(visitor);
  await placeOrder(visitor);
  await payAtPartner(visitor);
  await openOrder(visitor);
  await page.getByRole('link', { name: visitor.say('shop.order.request_return') }).click();
  await expect(page).toHaveURL(/\/return\?line=/);
  await visitor.awake();
  await expect(page.getByRole('radio', { name: visitor.say('shop.returns.kind_return') })).toBeDisabled();
  await expect(page.getByText(visitor.say('shop.returns.kind_return_not_yet'))).toBeVisible();
  await expect(page.locator('option[value="damaged"]')).toHaveCount(0);
  await looksWell(visitor);
});

test('an unpaid order is cancelled at the cashier', async ({ visitor }) => {
  await newBuyer(visitor);
  await placeOrder(visitor);
  await visitor.press('shop.cashier.cancel');
  await expect(visitor.page.getByRole('heading', { level: 1, name: visitor.say('shop.cashier.closed_title') })).toBeVisible();
  await expect(visitor.page.getByText(visitor.say('shop.cashier.closed_by_you'))).toBeVisible();
});

test('back after paying shows that it is paid, and paying again leads nowhere', async ({ visitor }) => {
  await newBuyer(visitor);
  const cashier = await placeOrder(visitor);
  await payAtPartner(visitor);
  await openOrder(visitor);
  await visitor.visit(cashier);
  await expect(visitor.page.getByRole('heading', { level: 1, name: visitor.say('shop.cashier.paid_title') })).toBeVisible();
  await expect(visitor.page.locator('form.pays')).toHaveCount(0);
});

test('who goes back to checkout reads that the order was placed, and no second one is made', async ({ visitor }) => {
  const { page } = visitor;
  await newBuyer(visitor);
  const cashier = await placeOrder(visitor);
  await page.goBack();
  await expect(page).toHaveURL(/\/checkout\?/);
  await expect(page.getByRole('heading', { name: visitor.say('shop.checkout.placed_title') })).toBeVisible();
  await expect(page.locator('#place')).toHaveCount(0);
  const form = page.url();
  await looksWell(visitor);
  await page.getByRole('link', { name: visitor.say('shop.checkout.placed_pay') }).click();
  await expect(page).toHaveURL(new RegExp(cashier));
  await visitor.awake();
  await payAtPartner(visitor);
  // The same form once it is paid, by its address: the way back over the partner's page is the partner's.
  await visitor.visit(form);
  await expect(page.locator('main')).toContainText(visitor.say('shop.checkout.placed_paid'));
  await page.getByRole('link', { name: visitor.say('shop.cashier.paid_link') }).click();
  await expect(page).toHaveURL(/\/orders\/ord_/);
  await visitor.visit('/orders');
  await expect(page.locator('main article, main li').filter({ has: page.locator('a[href^="/orders/ord_"]') }).first()).toBeVisible();
  const orders = await page.locator('a[href^="/orders/ord_"]').evaluateAll((links) => new Set(links.map((a) => new URL((a as HTMLAnchorElement).href).pathname)).size);
  expect(orders).toBe(1);
});

test.describe('what is not theirs', () => {
  test.use({ provoked: [/404/] });

  test('stays closed: orders, cashier and returns of somebody else are not there', async ({ visitor, noises }) => {
    await newBuyer(visitor);
    const cashier = await placeOrder(visitor);
    await payAtPartner(visitor);
    const order = await openOrder(visitor);
    const other = await visitor.another(noises);
    await newBuyer(other);
    await other.visit(order.path, 404);
    await other.visit(cashier, 404);
    await other.visit(`${order.path}/return`, 404);
  });
});

test.describe('a price that moved or was forged', () => {
  test.use({ provoked: [/status of 4\d\d/] });

  test('is refused with a sentence, and nothing is ordered', async ({ visitor }) => {
    const { page } = visitor;
    await newBuyer(visitor);
    await visitor.visit('/account/addresses');
    await giveAddress(visitor);
    await visitor.visit(GOODS);
    await visitor.press('shop.product.buy');
    await expect(page).toHaveURL(/\/checkout\?/);
    await visitor.awake();
    await page.locator('#place input[name=fingerprint]').evaluate((field) => field.setAttribute('value', 'forged'));
    await page.locator('#place button[type=submit]').last().click();
    await expect(page.getByRole('alert')).toContainText(visitor.say('common.error.price_changed'));
    await visitor.visit('/orders');
    await expect(page.locator('a[href^="/orders/ord_"]')).toHaveCount(0);
  });
});
