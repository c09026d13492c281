// The people of the stories: how they open accounts, sign in, give an address. Names and numbers are made up.
import { expect, newLogin, type Visitor } from './test.ts';

const PASSWORD = 'green tea in the morning';

/** The demo market's own people; their passwords are no secret. */
export const MERCHANT = { login: 'merchant@demo.jishi.example', password: 'demo-merchant-2026' };
export const STAFF = { login: 'staff@demo.jishi.example', password: 'demo-staff-2026' };

/** Opens an account; whoever does is signed in. */
export async function register(visitor: Visitor, login: string): Promise<void> {
  await visitor.visit('/register');
  await visitor.fill('shop.register.login', login);
  await visitor.fill('shop.register.name', '小满');
  await visitor.fill('shop.register.password', PASSWORD);
  await visitor.page.getByRole('checkbox', { name: visitor.say('shop.register.accept') }).check();
  await visitor.press('shop.register.submit');
  await expect(visitor.page).not.toHaveURL(/register/);
}

export async function signIn(visitor: Visitor, login: string, password = PASSWORD): Promise<void> {
  await visitor.visit('/login');
  await visitor.fill('shop.sign_in.login', login);
  await visitor.fill('shop.sign_in.password', password);
  await visitor.press('shop.sign_in.submit');
  await expect(visitor.page).not.toHaveURL(/login/);
}

export async function signOut(visitor: Visitor): Promise<void> {
  await visitor.visit('/account/devices');
  await visitor.press('shop.account.sign_out');
  await expect(visitor.page).not.toHaveURL(/devices/);
}

/** A new buyer, signed in. */
export async function newBuyer(visitor: Visitor): Promise<string> {
  const login = newLogin();
  await register(visitor, login);
  return login;
}

/** Fills the address form that stands on the page. Without scripts each list of regions is asked for. */
export async function giveAddress(visitor: Visitor): Promise<void> {
  const { page } = visitor;
  const level = (key: string) => page.getByLabel(visitor.say(key), { exact: true });
  const choose = async (key: string, code: string) => {
    await expect(level(key).locator(`option[value="${code}"]`)).toBeAttached();
    await level(key).selectOption(code);
    if (!visitor.scripts) await visitor.press('shop.address.region_step');
  };
  await visitor.fill('shop.address.name', '小满');
  await visitor.fill('shop.address.phone', '13800000009');
  await visitor.fill('shop.address.street', '示例路 1 号 2 幢 301 室');
  await choose('shop.address.province', '330000');
  await choose('shop.address.city', '330100');
  await expect(level('shop.address.district').locator('option[value="330106"]')).toBeAttached();
  await level('shop.address.district').selectOption('330106');
  await visitor.press('shop.address.submit');
}
