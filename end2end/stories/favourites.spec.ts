// What a visitor keeps: a heart that asks for an account, a list that stays, a history that can be erased. And the page on which
// anybody can see whether shops are shown alike.
import { newBuyer } from '../stage/people.ts';
import { expect, expectNoBarriers, expectNoSidewaysScroll, test, type Visitor } from '../stage/test.ts';

async function openFirstProduct(visitor: Visitor): Promise<string> {
  await visitor.visit('/');
  await visitor.page.locator('.goods__grid > li').first().getByRole('link').click();
  return (await visitor.page.getByRole('heading', { level: 1 }).textContent()) ?? '';
}

test('a guest who marks a product is led to sign in and back', async ({ visitor }) => {
  const { page } = visitor;
  await openFirstProduct(visitor);
  const product = new URL(page.url()).pathname;
  await page.getByRole('link', { name: visitor.say('shop.favourites.mark'), exact: true }).click();
  await expect(page).toHaveURL(`/login?next=${product}`);
});

test('a buyer marks a product, finds it again and takes the mark off', async ({ visitor }) => {
  const { page } = visitor;
  await newBuyer(visitor);
  const name = await openFirstProduct(visitor);
  await visitor.press('shop.favourites.mark');
  await expect(page.getByRole('button', { name: visitor.say('shop.favourites.marked') })).toBeVisible();
  await expectNoBarriers(visitor);
  await visitor.visit('/account/favourites');
  await visitor.sees('shop.favourites.title');
  await expect(page.getByRole('link', { name, exact: true })).toBeVisible();
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
  await page.getByRole('button', { name: visitor.say('shop.favourites.remove_of', { name }) }).click();
  await expect(page.getByRole('heading', { name: visitor.say('shop.favourites.empty_title') })).toBeVisible();
  await expectNoBarriers(visitor);
});

test('a buyer finds what they looked at and erases it', async ({ visitor }) => {
  const { page } = visitor;
  await newBuyer(visitor);
  const name = await openFirstProduct(visitor);
  // Looking is stored a moment later.
  await expect(async () => {
    await visitor.visit('/account/history');
    await expect(page.getByRole('link', { name, exact: true })).toBeVisible({ timeout: 500 });
  }).toPass();
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
  await visitor.press('shop.history.clear');
  await expect(page.getByRole('heading', { name: visitor.say('shop.history.empty_title') })).toBeVisible();
});

test('anybody can see whether shops are shown alike, in both languages', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/rules/fairness');
  await visitor.sees('shop.fairness.title');
  await expect(page.getByRole('table')).toHaveCount(2);
  await expectNoSidewaysScroll(visitor);
  await expectNoBarriers(visitor);
  visitor.language = 'en';
  await visitor.visit('/en/rules/fairness');
  await visitor.sees('shop.fairness.title');
  await expectNoBarriers(visitor);
});
