/**
 * How the page is built: relative addresses throughout, so that `dist` works from any folder of any static server, and a
 * strict content security policy that is part of the page, because a static server sends no headers of its own.
 */
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin, type Rolldown } from 'vite';
import { offline } from './scripts/vite-offline.ts';
import { preload } from './scripts/vite-preload.ts';

/** Each directive with its reason. SECURITY.md says what the policy does not reach. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  // v86 compiles guest code to WebAssembly as it runs; nothing on the page evaluates JavaScript from text.
  "script-src 'self' 'wasm-unsafe-eval'",
  // Threads start from a blob, which puts them under this policy (src/workers/thread/start-worker.ts). Plain v86 in the
  // benchmark starts a worker of its own from a blob too, to schedule its ticks.
  "worker-src 'self' blob:",
  // xterm.js and React set style attributes; a style cannot run code, and no text from a guest becomes markup.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Puts the policy into the built page only: Vite's development server needs inline scripts for hot reloading. */
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
      injectTo: 'head-prepend',
    },
  ],
};

/** v86 in a file of its own: the browser keeps it when only our code changed, and the size check leaves it out. */
const rolldownOptions: Rolldown.RolldownOptions = {
  output: { codeSplitting: { groups: [{ name: 'v86', test: /node_modules[\\/]v86[\\/]/ }] } },
  // v86 runs under Node too and asks before it uses what only Node has.
  onLog: (level, log, report) => {
    if (!/externalized for browser compatibility, imported by .*libv86/.test(log.message)) report(level, log);
  },
};

export default defineConfig({
  base: './',
  plugins: [react(), contentSecurityPolicy, preload(), offline()],
  worker: { format: 'es', rolldownOptions },
  // Found late, v86 would make Vite reload the page while the machines are booting.
  optimizeDeps: { include: ['v86'] },
  // The base64 of an inlined asset would escape the content security policy and the cache.
  build: { target: 'es2022', assetsInlineLimit: 0, rolldownOptions, reportCompressedSize: false },
});
