/**
 * Makes the page work without a network after one visit, and keeps versions apart.
 *
 * One cache for each build holds all files of that build, or does not exist: every file is compared with its digest when
 * it is fetched, so a server that is being updated meanwhile cannot get a mixture in. A page is answered from one cache
 * only. A new version waits until no tab shows the old one; reloading the only tab counts as leaving it.
 *
 * The build puts the list of files in; scripts/vite-offline.ts does it.
 */
const build = BUILD_MANIFEST;
const scope = new URL('./', self.location.href);
/** Caches are shared by everything on this origin, so another copy of the page in another folder is left alone. */
const cachePrefix = `lockstep ${scope.pathname} `;
const cacheName = cachePrefix + build.id;

self.addEventListener('install', (event) => event.waitUntil(fillCache()));
self.addEventListener('activate', (event) => event.waitUntil(deleteOldCaches()));
self.addEventListener('fetch', (event) => {
  if (event.request.method !== 'GET' || !event.request.url.startsWith(scope.href)) return;
  event.respondWith(answer(event.request));
});
self.addEventListener('message', (event) => {
  if (event.data === 'activate') self.skipWaiting();
});

async function fillCache() {
  const cache = await caches.open(cacheName);
  try {
    // One after the other: the machines are booting meanwhile, and the network is theirs.
    for (const file of build.files) await cache.put(new URL(file.path, scope), await fetchVerified(file));
  } catch (error) {
    await caches.delete(cacheName);
    throw error;
  }
}

async function fetchVerified({ path, sha256 }) {
  const response = await fetch(new URL(path, scope), { cache: 'no-cache' });
  if (!response.ok) throw new Error(`${path}: the server answered ${response.status}`);
  const bytes = await response.arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== sha256) throw new Error(`${path}: not the file of build ${build.id}; the site is being updated`);
  // A new response, since one that was redirected (index.html to its folder) must not answer a navigation later.
  const headers = { 'content-type': response.headers.get('content-type') ?? 'application/octet-stream' };
  return new Response(bytes, { headers: { ...headers, 'content-length': String(bytes.byteLength) } });
}

async function deleteOldCaches() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(cachePrefix) && name !== cacheName);
  await Promise.all(old.map((name) => caches.delete(name)));
}

async function answer(request) {
  if (request.mode === 'navigate' && (await mayUpdateBefore(request))) {
    self.registration.waiting.postMessage('activate');
    // An icon of its own, or the browser would ask the server for one.
    return new Response('<link rel="icon" href="data:,">', { headers: { 'content-type': 'text/html', refresh: '0' } });
  }
  const cache = await caches.open(cacheName);
  const url = new URL(request.url);
  const isPage = url.pathname === scope.pathname;
  const cached = await cache.match(isPage ? new URL('index.html', scope) : url, { ignoreSearch: true });
  return cached ?? fetch(request);
}

/** Only the tab that is being reloaded may show the old version, else the others would lose their files. */
async function mayUpdateBefore(request) {
  if (!self.registration.waiting || request.cache === 'default') return false;
  const tabs = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  return tabs.length <= 1;
}
