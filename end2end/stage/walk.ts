// The steps of the walk through the market: buying, paying at the partner's stand-in, shipping, and what the carrier does.
import { expect, type Page, type Visitor } from './test.ts';
import { giveAddress } from './people.ts';

/** A product of the shop that the demo merchant works for, with plenty in stock. */
export const GOODS = '/p/longjing-qingming';

/** Buys one piece at once and places the order; ends at the cashier and answers the address of the cashier's page. */
export async function placeOrder(visitor: Visitor): Promise<string> {
  const { page } = visitor;
  await visitor.visit(GOODS);
  await visitor.press('shop.product.buy');
  await expect(page).toHaveURL(/\/checkout\?/);
  // Another document: its scripts have to take over before a list of regions follows the one above it.
  await visitor.awake();
  await expect(page.locator('#place')).toBeVisible();
  if (await page.getByRole('button', { name: visitor.say('shop.address.submit') }).isVisible()) {
    await giveAddress(visitor);
    await expect(page.getByText('示例路 1 号')).toBeVisible();
  }
  await page.locator('#place button[type=submit]').last().click();
  await expect(page).toHaveURL(/\/pay\/pur_/);
  await visitor.awake();
  return new URL(page.url()).pathname;
}

/** Pays at the partner's page and comes back to the cashier. */
export async function payAtPartner(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  await page.locator('form.pays button[type=submit]').first().click();
  await expect(page).toHaveURL(/\/cashier\//);
  expect(page.url()).toContain(process.env.JISHI_PARTNERS ?? 'the stand-in');
  await page.getByRole('button', { name: /Pay ¥/ }).click();
  await expect(page).toHaveURL(/\/pay\/pur_/);
  await expect(page.getByRole('heading', { level: 1, name: visitor.say('shop.cashier.paid_title') })).toBeVisible();
}

/** Pays by card at a provider of its own choice and comes back to the cashier. */
export async function payByCard(visitor: Visitor, provider: 'unionpay' | 'stripe'): Promise<void> {
  const { page } = visitor;
  await page.locator(`form.pays input[value=${provider}]`).check();
  await page.locator('form.pays button[type=submit]').first().click();
  if (provider === 'unionpay' && !visitor.scripts) {
    // The bank wants a form; without scripts somebody has to press its button.
    await expect(page).toHaveURL(/\/pay\/pur_[^/]+\/leave/);
    await visitor.press('shop.cashier.leave_button');
  }
  await expect(page).toHaveURL(new RegExp(`/${provider}/pay/`));
  await page.getByRole('button', { name: /Pay ¥/ }).click();
  if (provider === 'unionpay') await page.getByRole('button', { name: /Back to the shop/ }).click();
  await expect(page).toHaveURL(/\/pay\/pur_/);
  await expect(page.getByRole('heading', { level: 1, name: visitor.say('shop.cashier.paid_title') })).toBeVisible();
}

/** Goes from the paid cashier to the order; answers its address and its number. */
export async function openOrder(visitor: Visitor): Promise<{ path: string; number: string }> {
  const { page } = visitor;
  await page.getByRole('link', { name: visitor.say('shop.cashier.paid_link') }).click();
  await expect(page).toHaveURL(/\/orders\/ord_/);
  await visitor.awake();
  // The page may still be asking for what it shows.
  const number = /\d{12,}-\d+/;
  await expect(page.locator('main')).toContainText(number);
  const facts = (await page.locator('main').innerText()).match(number);
  return { path: new URL(page.url()).pathname, number: facts?.[0] ?? '' };
}

let parcels = 0;

/** A waybill number that no other story uses. */
export function newWaybill(): string {
  parcels += 1;
  return `75${process.pid}${Date.now()}${parcels}`.slice(0, 20);
}

/** The merchant finds the order in the list, and hands it to a carrier. */
export async function ship(merchant: Visitor, order: { path: string; number: string }): Promise<string> {
  const { page } = merchant;
  const waybill = newWaybill();
  await merchant.visit('/merchant/orders');
  await page.getByRole('link', { name: order.number }).first().click();
  await expect(page).toHaveURL(/\/merchant\/orders\/ord_/);
  await merchant.awake();
  await page.getByLabel(merchant.say('merchant.ship.carrier'), { exact: true }).selectOption('zto');
  await merchant.fill('merchant.ship.waybill', waybill);
  await merchant.press('merchant.ship.submit');
  await expect(page.getByText(merchant.say('merchant.ship.done'))).toBeVisible();
  return waybill;
}

/** The carrier moves the parcel on by so many nodes, or to its end. It is known to the carrier a moment after it was shipped. */
export async function carry(waybill: string, nodes?: number): Promise<void> {
  const count = nodes === undefined ? '' : `&nodes=${nodes}`;
  const ask = () => fetch(`${process.env.JISHI_PARTNERS}/_ctl/advance?com=zhongtong&num=${waybill}${count}`, { method: 'POST' });
  await expect(async () => {
    expect((await ask()).status).toBe(200);
  }).toPass({ timeout: 20_000 });
}

/** Buys, pays, is shipped to, and confirms receipt. */
export async function received(buyer: Visitor, merchant: Visitor): Promise<{ path: string; number: string }> {
  await placeOrder(buyer);
  await payAtPartner(buyer);
  const order = await openOrder(buyer);
  await carry(await ship(merchant, order));
  const confirm = buyer.page.locator('summary', { hasText: buyer.say('shop.order.confirm_receipt') });
  await expect(async () => {
    if (!buyer.scripts) await buyer.visit(order.path);
    await expect(confirm).toBeVisible({ timeout: 1_000 });
  }).toPass({ timeout: 20_000 });
  await confirm.click();
  await buyer.press('shop.order.confirm_yes');
  await expect(buyer.page.getByText(buyer.say('shop.order.head_completed'))).toBeVisible();
  return order;
}

/** What the partner's own ledger says was sent back for a trade of this amount in this run. */
export async function refundsAtPartner(): Promise<unknown> {
  return (await fetch(`${process.env.JISHI_PARTNERS}/_ctl/refunds`)).json();
}

/** The text of a page's main part, for looking what changed. */
export async function mainText(page: Page): Promise<string> {
  return page.locator('main').innerText();
}
