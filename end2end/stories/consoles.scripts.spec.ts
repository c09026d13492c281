// What consoles do by themselves while somebody looks at them, and what they leave alone.
import { MERCHANT, newBuyer, signIn } from '../stage/people.ts';
import { expect, test } from '../stage/test.ts';
import { openOrder, payAtPartner, placeOrder } from '../stage/walk.ts';

test('a paid order appears in the list of the shop by itself, and half-typed forms stay as they are', async ({ visitor, noises }) => {
  test.slow();
  await newBuyer(visitor);
  await placeOrder(visitor);
  await payAtPartner(visitor);
  const first = await openOrder(visitor);

  const merchant = await visitor.another(noises);
  await signIn(merchant, MERCHANT.login, MERCHANT.password);
  await merchant.visit('/merchant/orders?tab=ship');
  const packer = await merchant.page.context().newPage();
  await packer.goto(`/merchant/orders/${first.number}`);
  await expect(packer.locator('html')).toHaveAttribute('data-ready', '');
  const carrier = packer.getByLabel(merchant.say('merchant.ship.carrier'), { exact: true });
  const waybill = packer.getByLabel(merchant.say('merchant.ship.waybill'), { exact: true });
  await carrier.selectOption('sf');
  await waybill.fill('SF12');

  await placeOrder(visitor);
  await payAtPartner(visitor);
  const second = await openOrder(visitor);
  await expect(merchant.page.getByRole('link', { name: second.number, exact: true })).toBeVisible({ timeout: 20_000 });
  await expect(carrier).toHaveValue('sf');
  await expect(waybill).toHaveValue('SF12');
});
