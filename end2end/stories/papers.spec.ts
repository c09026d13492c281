// The papers of the house: help, user agreement, privacy policy. Everybody can read them before they accept anything.
import { expect, expectNoBarriers, expectNoSidewaysScroll, test } from '../stage/test.ts';

for (const paper of ['help', 'agreement', 'privacy'] as const) {
  test(`a visitor reads the ${paper} page in both languages`, async ({ visitor }) => {
    for (const language of ['zh-CN', 'en'] as const) {
      visitor.language = language;
      await visitor.visit(language === 'en' ? `/en/${paper}` : `/${paper}`);
      await visitor.sees(`shop.static.${paper}_title`);
      expect(await visitor.page.locator('main section.panel').count()).toBeGreaterThan(4);
      await expect(visitor.page.locator('main')).not.toContainText(/[{}]/);
      await expectNoSidewaysScroll(visitor);
      await expectNoBarriers(visitor);
    }
  });
}

test('who registers can read first what is accepted, and sees which edition it is', async ({ visitor }) => {
  const { page } = visitor;
  await visitor.visit('/register');
  const box = page.getByRole('checkbox', { name: visitor.say('shop.register.accept') });
  await expect(box).not.toBeChecked();
  await expect(page.locator('input[name=terms]')).toHaveValue(/^\d+\.\d+$/);
  for (const [paper, path] of [['rules', '/rules'], ['agreement', '/agreement'], ['privacy', '/privacy']] as const) {
    const link = page.locator('main').getByRole('link', { name: visitor.say(`shop.static.${paper}_title`) });
    await expect(link).toHaveAttribute('href', path);
  }
  await expectNoBarriers(visitor);
});
