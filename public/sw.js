// The service worker. It keeps what never changes (hashed bundles) and what is only drawing (icons, pictures), and shows
// a page of its own when there is no network. It must never keep a page, a cart, an order, a price or an answer of the
// interface: those are always asked for anew.

const KEPT = "kept-v1";
const SHELL = ["/offline.html", "/offline.css", "/offline.js", "/favicon.svg", "/icons.svg"];
const BUNDLES_MAX = 24; // hashed files of two builds
const PICTURES_MAX = 120;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((cache) => cache.addAll(SHELL)));
  self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    (async () => {
      for (const name of await caches.keys()) if (!ours(name)) await caches.delete(name);
      await self.registration.navigationPreload?.enable();
      await self.clients.claim();
    })(),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") event.respondWith(page(event));
  else if (url.pathname.startsWith("/pkg/")) event.respondWith(bundle(request));
  else if (drawing(url.pathname)) event.respondWith(picture(event));
});

const ours = (name) => [KEPT, "bundles-v1", "pictures-v1"].includes(name);

const drawing = (path) => path.startsWith("/art/") || path.startsWith("/icons/") || SHELL.includes(path);

/** Network only; the offline page when there is none. */
async function page(event) {
  try {
    return (await event.preloadResponse) || (await fetch(event.request));
  } catch {
    return (await caches.match("/offline.html")) || Response.error();
  }
}

/** The name of a bundle carries its content, so what is kept is right for ever. */
async function bundle(request) {
  const cache = await caches.open("bundles-v1");
  const kept = await cache.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) await keep(cache, request, fresh, BUNDLES_MAX);
  return fresh;
}

/** What is kept at once, and a newer one for the next time. */
async function picture(event) {
  const cache = await caches.open(SHELL.includes(new URL(event.request.url).pathname) ? KEPT : "pictures-v1");
  const kept = await cache.match(event.request);
  const fresh = fetch(event.request).then(async (answer) => {
    if (answer.ok) await keep(cache, event.request, answer, PICTURES_MAX);
    return answer;
  });
  if (!kept) return fresh;
  event.waitUntil(fresh.catch(() => undefined));
  return kept;
}

/** Stores an answer and lets the oldest go when there are too many. */
async function keep(cache, request, answer, max) {
  await cache.put(request, answer.clone());
  const keys = await cache.keys();
  for (const old of keys.slice(0, Math.max(0, keys.length - max))) await cache.delete(old);
}
