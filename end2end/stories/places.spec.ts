// Paid places: a shop sees what is for sale, reads the price in detail, books, calls off; the desk ends one for a reason.
import { MERCHANT, STAFF, newBuyer, signIn } from '../stage/people.ts';
import { expect, expectNoBarriers, expectNoSidewaysScroll, test, type Visitor } from '../stage/test.ts';
import { received } from '../stage/walk.ts';

const HERE = '/merchant/places';

/** Days of its own for each walk and story: a shop has one place a day in a list, and all walks are the same shop. */
function days(visitor: Visitor, story: number): number {
  return 1 + story + 3 * ((visitor.scripts ? 0 : 1) + (visitor.phone ? 2 : 0));
}

/** The keeper of the shop, with money of an order that somebody received. */
async function keeperWithMoney(visitor: Visitor, noises: string[]): Promise<void> {
  await signIn(visitor, MERCHANT.login, MERCHANT.password);
  const buyer = await visitor.another(noises);
  await newBuyer(buyer);
  await received(buyer, visitor);
}

async function looksWell(visitor: Visitor): Promise<void> {
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
}

/** Chooses the first goods, the list of their own category, and one day so many days from today; asks for the price and answers the
 * day as the page writes it. */
async function ask(keeper: Visitor, ahead: number): Promise<string> {
  const { page } = keeper;
  const field = (key: string) => page.getByLabel(keeper.say(key), { exact: true });
  const nth = async (key: string, n: number) => {
    const values = await field(key).locator('option').evaluateAll((all) => all.map((o) => (o as HTMLOptionElement).value));
    const value = values.filter((value) => value !== '')[n] ?? 'nothing';
    await field(key).selectOption(value);
    return (await field(key).locator(`option[value="${value}"]`).innerText()).trim();
  };
  await keeper.visit(HERE);
  await nth('merchant.places.product', 0);
  await field('merchant.places.list').selectOption('own');
  const day = await nth('merchant.places.from', ahead);
  await field('merchant.places.days').selectOption('1');
  await keeper.press('merchant.places.quote');
  await expect(page).toHaveURL(/product=prd_.*list=own/);
  await keeper.awake();
  return day;
}

/** Books what was asked for. */
async function book(keeper: Visitor): Promise<void> {
  await keeper.press('merchant.places.submit', { fee: '¥20.00' });
  await expect(keeper.page.getByText(keeper.say('merchant.places.done_booked'))).toBeVisible();
  await keeper.awake();
}

test('a shop reads what a place costs, books it once, and calls it off in time', async ({ visitor, noises }) => {
  test.slow();
  const { page } = visitor;
  await keeperWithMoney(visitor, noises);
  await visitor.visit(HERE);
  await visitor.sees('merchant.places.title');
  await expect(page.locator('main')).toContainText('¥50.00');
  await expect(page.locator('main')).toContainText(visitor.say('merchant.places.source_version', { number: 1 }));
  await looksWell(visitor);
  const ahead = days(visitor, 0);
  const day = await ask(visitor, ahead);
  await expect(page.getByRole('heading', { level: 2, name: visitor.say('merchant.places.quote_title') })).toBeVisible();
  await looksWell(visitor);
  await book(visitor);
  await looksWell(visitor);
  const ours = page.getByRole('row').filter({ hasText: day });
  const coming = ours.filter({ hasText: visitor.say('common.booking_state.coming') });
  await expect(coming).toHaveCount(1);
  // The same days again: the page says what stands in the way and offers nothing to pay.
  await ask(visitor, ahead);
  await expect(page.getByText(visitor.say('merchant.places.quote_held', { days: '' })).first()).toBeVisible();
  await expect(page.getByRole('button', { name: /¥20\.00/ })).toHaveCount(0);
  await looksWell(visitor);
  await visitor.visit(HERE);
  await coming.getByRole('button').click();
  await expect(page.getByText(visitor.say('merchant.places.done_cancelled'))).toBeVisible();
  await expect(ours.filter({ hasText: visitor.say('common.booking_state.cancelled') }).first()).toContainText('¥20.00');
});

test('days that are not for sale are refused with a sentence', async ({ visitor }) => {
  const { page } = visitor;
  await signIn(visitor, MERCHANT.login, MERCHANT.password);
  await ask(visitor, 1);
  await visitor.visit(page.url().replace(/from=\d+/, 'from=1').replace(/days=\d+/, 'days=99'));
  await expect(page.getByRole('alert').first()).toBeVisible();
  await expect(page.getByRole('button', { name: /¥/ })).toHaveCount(0);
  await looksWell(visitor);
  await visitor.visit(`${HERE}?q=${encodeURIComponent('没有这样的东西')}`);
  await expect(page.getByText(visitor.say('merchant.places.product_none'))).toBeVisible();
  await looksWell(visitor);
});

test.describe('the desk', () => {
  test.use({ provoked: [/status of 422/] });

  test('ends a place for a reason that the shop reads', async ({ visitor, noises }) => {
    test.slow();
    await keeperWithMoney(visitor, noises);
    const day = await ask(visitor, days(visitor, 1));
    await book(visitor);
    const desk = await visitor.another(noises);
    const { page } = desk;
    await signIn(desk, STAFF.login, STAFF.password);
    await desk.visit('/desk/places');
    await desk.sees('desk.places.title');
    await looksWell(desk);
    const ours = page.getByRole('row').filter({ hasText: day });
    await ours.filter({ hasText: desk.say('common.booking_state.coming') }).getByRole('link').last().click();
    await expect(page).toHaveURL(/open=plc_/);
    await desk.awake();
    await looksWell(desk);
    await desk.press('desk.places.end_submit');
    await expect(page.getByRole('alert').first()).toBeVisible();
    await desk.awake();
    await looksWell(desk);
    const reason = `夸大宣传 ${Date.now()}`;
    await desk.fill('desk.places.reason', reason);
    await desk.press('desk.places.end_submit');
    await expect(page.getByText(desk.say('desk.places.done'))).toBeVisible();
    await visitor.visit(HERE);
    await expect(visitor.page.getByText(reason)).toBeVisible();
  });
});

test.describe('the doors of paid places', () => {
  test.use({ provoked: [/403/] });

  test('stay closed to buyers', async ({ visitor }) => {
    await newBuyer(visitor);
    for (const path of [HERE, '/desk/places']) await visitor.visit(path, 403);
  });
});
