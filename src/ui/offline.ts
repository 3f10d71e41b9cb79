/**
 * Registers the service worker that makes the page work without a network after one visit.
 * It knows nothing of the lab: what is kept, and when a new version takes over, is in scripts/service-worker.js.
 */

/** `unavailable`: no secure context (plain http in a LAN), private window, development, or the files did not arrive. */
export type OfflineState = 'ready' | 'unavailable';

/**
 * Keeps all files of this build in the browser. Call it when the lab is running: until then the network is the machines'.
 * Never throws; the page works without it. Resolves when everything is kept, or when that turned out impossible.
 */
export async function keepForOffline(): Promise<OfflineState> {
  if (import.meta.env.DEV || !('serviceWorker' in navigator)) return 'unavailable';
  try {
    // Relative to the page, so that it works in any folder. The worker itself must not come from the HTTP cache.
    const address = new URL('service-worker.js', document.baseURI);
    const registration = await navigator.serviceWorker.register(address, { updateViaCache: 'none' });
    return await installed(registration);
  } catch {
    return 'unavailable';
  }
}

async function installed(registration: ServiceWorkerRegistration): Promise<OfflineState> {
  const worker = registration.installing;
  if (registration.active || !worker) return 'ready';
  return await new Promise((resolve) => {
    worker.addEventListener('statechange', () => {
      if (worker.state === 'activated') resolve('ready');
      if (worker.state === 'redundant') resolve('unavailable');
    });
  });
}
