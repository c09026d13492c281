// The one place stories import from. A story fails on any error in the console, any uncaught exception, and anything the content
// security policy refused, wherever it happens: nobody has to remember to look.
import AxeBuilder from '@axe-core/playwright';
import { test as base, type BrowserContext, expect, type Page } from '@playwright/test';
import { type Language, say } from './words.ts';

export { expect, say };
export type { Language, Page };

type Options = {
  /** Console errors a story provokes on purpose, for instance the browser's own line about a 404. */
  provoked: RegExp[];
};

type Fixtures = {
  /** What went wrong in any page of this story; empty unless something did. */
  noises: string[];
  /** The person this story is about. */
  visitor: Visitor;
};

export const test = base.extend<Options & Fixtures>({
  provoked: [[], { option: true }],
  baseURL: async ({}, use) => {
    await use(process.env.JISHI_SHOP);
  },
  noises: [
    async ({ context, provoked }, use) => {
      const noises: string[] = [];
      await listen(context, noises);
      await use(noises);
      const unexpected = noises.filter((noise) => !provoked.some((pattern) => pattern.test(noise)));
      expect(unexpected, 'the console stays quiet and the policy refuses nothing').toEqual([]);
    },
    { auto: true },
  ],
  visitor: async ({ page, javaScriptEnabled, isMobile }, use) => {
    await use(new Visitor(page, javaScriptEnabled !== false, isMobile === true));
  },
});

/** Somebody in front of the shop. */
export class Visitor {
  language: Language = 'zh-CN';

  constructor(
    readonly page: Page,
    /** Whether scripts run in this walk. */
    readonly scripts: boolean,
    /** Whether this walk is made on a phone. */
    readonly phone: boolean,
  ) {}

  /** What the pages say in this visitor's language. */
  say(key: string, figures: Record<string, string | number> = {}): string {
    return say(this.language, key, figures);
  }

  /** Opens a page and waits until it can be used. */
  async visit(path: string, status = 200): Promise<void> {
    const response = await this.page.goto(path);
    expect(response?.status(), `the status of ${path}`).toBe(status);
    await this.awake();
  }

  /** Waits until scripts have taken over the page; without scripts there is nothing to wait for. */
  async awake(): Promise<void> {
    if (this.scripts) await expect(this.page.locator('html')).toHaveAttribute('data-ready', '');
  }

  /** Presses a button by what it says. */
  async press(key: string, figures: Record<string, string | number> = {}): Promise<void> {
    await this.page.getByRole('button', { name: this.say(key, figures), exact: true }).click();
  }

  /** Fills a field by its label. */
  async fill(key: string, text: string): Promise<void> {
    await this.page.getByLabel(this.say(key), { exact: true }).fill(text);
  }

  /** The one heading that says which page this is. */
  async sees(key: string, figures: Record<string, string | number> = {}): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: this.say(key, figures) })).toBeVisible();
  }

  /** A second browser of another person, watched like the first. */
  async another(noises: string[]): Promise<Visitor> {
    const browser = this.page.context().browser();
    if (!browser) throw new Error('the context has no browser');
    const context = await browser.newContext({
      baseURL: process.env.JISHI_SHOP,
      locale: 'zh-CN',
      timezoneId: 'Asia/Shanghai',
      viewport: this.page.viewportSize(),
      javaScriptEnabled: this.scripts,
      serviceWorkers: 'block',
    });
    await listen(context, noises);
    return new Visitor(await context.newPage(), this.scripts, this.phone);
  }
}

let people = 0;

/** A mail address nobody has signed in with in this run. */
export function newLogin(): string {
  people += 1;
  return `visitor-${test.info().workerIndex}-${people}-${Date.now().toString(36)}@example.cn`;
}

async function listen(context: BrowserContext, noises: string[]): Promise<void> {
  context.on('console', (message) => {
    if (message.type() === 'error') noises.push(`console: ${message.text()} (${message.location().url})`);
  });
  context.on('weberror', (error) => noises.push(`exception: ${error.error().message}`));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      console.error(`policy: ${event.violatedDirective} refused ${event.blockedURI}`);
    });
  });
}

/** No barrier that a machine can find (WCAG 2.2 A and AA, and good practice). The machine is itself a script. */
export async function expectNoBarriers(visitor: Visitor): Promise<void> {
  if (!visitor.scripts) return;
  const page = visitor.page;
  // The bar at the foot of a phone's screen covers a part of whatever has been scrolled under it, and the machine takes that part for
  // the whole target. In a window as long as the page the bar covers nothing.
  const window = page.viewportSize() ?? { width: 390, height: 844 };
  const length = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width: window.width, height: Math.max(window.height, length) });
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
    .analyze();
  await page.setViewportSize(window);
  const found = violations.map((v) => `${v.id}: ${v.help} (${v.nodes.map((n) => n.target.join(' ')).join(', ')})`);
  expect(found, `barriers on ${page.url()}`).toEqual([]);
}

/** The page does not scroll sideways. */
export async function expectNoSidewaysScroll(visitor: Visitor): Promise<void> {
  const page = visitor.page;
  const [content, window] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
  expect(content, `the width of ${page.url()}`).toBeLessThanOrEqual(window ?? 0);
}
