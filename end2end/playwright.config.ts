// Every story is walked four times: desktop and phone, with scripts and without. The shop itself is opened once, by the stage.
import { defineConfig } from '@playwright/test';

const chromium = process.env.CHROMIUM;

// A sandboxed browser in a container needs these, and no story needs what they turn off.
const launchOptions = {
  ...(chromium ? { executablePath: chromium } : {}),
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'],
};

const desktop = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 };

export default defineConfig({
  testDir: 'stories',
  outputDir: 'test-results',
  globalSetup: './stage/open.ts',
  fullyParallel: true,
  // Two: the browser and the server share the machine's cores.
  workers: 2,
  // A story that holds only at the second attempt does not hold.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: !!process.env.CI,
  reporter: 'list',
  use: {
    browserName: 'chromium',
    launchOptions,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    serviceWorkers: 'block',
    // A trace costs an eighth of the whole walk: whoever looks for a fault asks for it (--trace on).
    trace: 'off',
    screenshot: 'only-on-failure',
  },
  projects: [
    { name: 'desktop', use: desktop },
    { name: 'phone', use: phone },
    { name: 'desktop without scripts', testIgnore: '**/*.scripts.spec.ts', use: { ...desktop, javaScriptEnabled: false } },
    { name: 'phone without scripts', testIgnore: '**/*.scripts.spec.ts', use: { ...phone, javaScriptEnabled: false } },
  ],
});
