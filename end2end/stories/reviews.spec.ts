// What buyers say: only after receipt, once, read by everybody; the shop answers once and the buyer sees it.
import { MERCHANT, newBuyer, signIn } from '../stage/people.ts';
import { expect, expectNoBarriers, expectNoSidewaysScroll, test, type Visitor } from '../stage/test.ts';
import { GOODS, openOrder, payAtPartner, placeOrder, received } from '../stage/walk.ts';

/** The keeper of the shop, in a browser of their own. */
async function keeper(visitor: Visitor, noises: string[]): Promise<Visitor> {
  const other = await visitor.another(noises);
  await signIn(other, MERCHANT.login, MERCHANT.password);
  return other;
}

async function looksWell(visitor: Visitor): Promise<void> {
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
}

/** Gives so many stars in each of the three dimensions. */
async function giveStars(buyer: Visitor, stars: { [dimension: string]: number }): Promise<void> {
  for (const [dimension, n] of Object.entries(stars)) {
    await buyer.page.locator(`input[name=${dimension}][value="${n}"]`).check();
  }
}

test.describe('a review', () => {
  test.use({ provoked: [/status of 422/] });

  test('is written after receipt, read by everybody, and answered once', async ({ visitor, noises }) => {
    test.slow();
    const { page } = visitor;
    await newBuyer(visitor);
    const merchant = await keeper(visitor, noises);
    const order = await received(visitor, merchant);
    const words = `茶汤清亮，${order.number}`;
    const answer = `谢谢喜欢，${order.number}`;

    await page.getByRole('link', { name: visitor.say('shop.reviews.write'), exact: true }).click();
    await expect(page).toHaveURL(/\/review\?line=/);
    await visitor.awake();
    await looksWell(visitor);
    // Stars without words are not a review, and what was chosen is kept.
    await giveStars(visitor, { goods: 4, logistics: 5, service: 3 });
    await visitor.press('shop.reviews.submit');
    await expect(page.getByRole('alert').first()).toBeVisible();
    await visitor.awake();
    await expect(page.locator('input[name=goods][value="4"]')).toBeChecked();
    await looksWell(visitor);
    await page.locator('textarea[name=text]').fill(words);
    await visitor.press('shop.reviews.submit');
    await expect(page).toHaveURL(/\/orders\/ord_.*done=reviewed/);
    await expect(page.getByText(visitor.say('shop.reviews.done'))).toBeVisible();
    await expect(page.locator('.rev')).toContainText(words);
    await looksWell(visitor);

    const passer = await visitor.another(noises);
    const reviews = passer.page.locator('#reviews');
    await expect(async () => {
      await passer.visit(GOODS);
      await expect(reviews).toContainText(words, { timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await expect(reviews.locator('li', { hasText: words })).toContainText('小**');
    await looksWell(passer);
    await passer.visit(`${GOODS}?stars=4`);
    await expect(reviews).toContainText(words);
    await passer.visit(`${GOODS}?stars=1`);
    await expect(reviews).not.toContainText(words);

    await merchant.visit('/merchant/reviews');
    const waiting = merchant.page.locator('.revs > li').filter({ hasText: words });
    await looksWell(merchant);
    await waiting.getByRole('link', { name: `${merchant.say('merchant.reviews.answer')} ${order.number}` }).click();
    await expect(merchant.page).toHaveURL(/open=rev_/);
    await merchant.awake();
    await looksWell(merchant);
    await merchant.fill('merchant.reviews.text', answer);
    await merchant.press('merchant.reviews.submit');
    await expect(merchant.page.getByText(merchant.say('merchant.reviews.done'))).toBeVisible();
    await expect(waiting).toHaveCount(0);
    await merchant.visit('/merchant/reviews?tab=all');
    await expect(waiting).toContainText(answer);

    await visitor.visit(order.path);
    await expect(page.locator('.rev')).toContainText(answer);
    await page.getByRole('link', { name: visitor.say('shop.reviews.add'), exact: true }).click();
    await expect(page).toHaveURL(/\/review\?line=/);
    await visitor.awake();
    await page.locator('textarea[name=text]').fill('又泡了一次，还是好。');
    await visitor.press('shop.reviews.submit_add');
    await expect(page.locator('.rev')).toContainText('又泡了一次');
    await expect(page.getByRole('link', { name: visitor.say('shop.reviews.add'), exact: true })).toHaveCount(0);
  });
});

test('who has not received anything is offered no review, and the page of one says why', async ({ visitor }) => {
  const { page } = visitor;
  await newBuyer(visitor);
  await placeOrder(visitor);
  await payAtPartner(visitor);
  const order = await openOrder(visitor);
  await expect(page.getByRole('link', { name: visitor.say('shop.reviews.write'), exact: true })).toHaveCount(0);
  const back = await page.locator('a[href*="/return?line="]').first().getAttribute('href');
  const line = new URL(back ?? '', page.url()).searchParams.get('line');
  await visitor.visit(`${order.path}/review?line=${line}`);
  await expect(page.getByText(visitor.say('shop.reviews.nothing_now'))).toBeVisible();
  await expect(page.locator('textarea')).toHaveCount(0);
  await looksWell(visitor);
});
