// Accounts: opening one, signing in and out, and what becomes of the cart that was filled before.
import { register, signIn, signOut } from '../stage/people.ts';
import { expect, expectNoBarriers, newLogin, test, type Visitor } from '../stage/test.ts';

async function putFirstProductIntoCart(visitor: Visitor): Promise<string> {
  await visitor.visit('/');
  await visitor.page.locator('.goods__grid > li').first().getByRole('link').click();
  const name = (await visitor.page.getByRole('heading', { level: 1 }).textContent()) ?? '';
  await visitor.press('shop.product.add');
  await expect(visitor.page).toHaveURL(/\/cart/);
  return name;
}

test('a visitor opens an account and is signed in', async ({ visitor }) => {
  await register(visitor, newLogin());
  await visitor.visit('/account/devices');
  await visitor.sees('shop.devices.title');
  await expect(visitor.page.getByText(visitor.say('shop.devices.this_one'))).toBeVisible();
  await expectNoBarriers(visitor);
});

test.describe('a form with a mistake in it', () => {
  // The browser itself writes a line when an action is answered with 4xx.
  test.use({ provoked: [/status of 4\d\d/] });

  test('keeps what was typed, names each mistake, and forgets the password', async ({ visitor }) => {
    const { page } = visitor;
    const login = newLogin();
    await visitor.visit('/register');
    await visitor.fill('shop.register.login', login);
    await visitor.fill('shop.register.name', '小满');
    await visitor.fill('shop.register.password', 'short');
    await visitor.press('shop.register.submit');
    await expect(page.getByRole('alert')).toBeVisible();
    await expect(page.getByLabel(visitor.say('shop.register.login'), { exact: true })).toHaveValue(login);
    await expect(page.getByLabel(visitor.say('shop.register.name'), { exact: true })).toHaveValue('小满');
    const password = page.getByLabel(visitor.say('shop.register.password'), { exact: true });
    await expect(password).toHaveAttribute('aria-invalid', 'true');
    if (!visitor.scripts) await expect(password).toHaveValue('');
    await expect(page.getByRole('checkbox')).toHaveAttribute('aria-invalid', 'true');
    expect(page.url()).not.toContain('short');
    await expectNoBarriers(visitor);
  });

  test('a wrong password is refused without saying which half was wrong', async ({ visitor }) => {
    await visitor.visit('/login');
    await visitor.fill('shop.sign_in.login', newLogin());
    await visitor.fill('shop.sign_in.password', 'not the password at all');
    await visitor.press('shop.sign_in.submit');
    await expect(visitor.page.getByRole('alert')).toBeVisible();
    await expect(visitor.page).toHaveURL(/login/);
  });
});

test('what a guest put into the cart is there after signing in', async ({ visitor, noises }) => {
  const login = newLogin();
  await register(visitor, login);
  await signOut(visitor);
  const guest = await visitor.another(noises);
  const name = await putFirstProductIntoCart(guest);
  await guest.visit('/cart');
  await expect(guest.page.getByRole('link', { name })).toBeVisible();
  await signIn(guest, login);
  await guest.visit('/cart');
  await expect(guest.page.getByRole('link', { name })).toBeVisible();
  await signOut(guest);
  await guest.visit('/cart');
  await expect(guest.page.getByRole('link', { name })).toHaveCount(0);
});

test('after signing out the account is closed to this browser', async ({ visitor }) => {
  await register(visitor, newLogin());
  await signOut(visitor);
  await visitor.page.goto('/account/devices');
  await expect(visitor.page).toHaveURL(/login\?next=/);
});

test('a device that was removed has to sign in again', async ({ visitor, noises }) => {
  const login = newLogin();
  await register(visitor, login);
  const elsewhere = await visitor.another(noises);
  await signIn(elsewhere, login);
  await visitor.visit('/account/devices');
  await visitor.press('shop.devices.remove_others');
  await expect(visitor.page.getByText(visitor.say('shop.devices.only_one'))).toBeVisible();
  await elsewhere.page.goto('/account/devices');
  await expect(elsewhere.page).toHaveURL(/login/);
});
