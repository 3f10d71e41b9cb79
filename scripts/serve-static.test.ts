/**
 * The server that `npm start` and the tests use gives out what is in its folder, under its prefix, and nothing else.
 * Requests go over a raw connection, since fetch would tidy `..` away before sending.
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveOnFreePort } from './serve-static.mjs';

const parent = mkdtempSync(join(tmpdir(), 'lockstep-serve-'));
const folder = join(parent, 'site');
let server: Awaited<ReturnType<typeof serveOnFreePort>>;

beforeAll(async () => {
  mkdirSync(join(folder, 'assets'), { recursive: true });
  writeFileSync(join(parent, 'secret.txt'), 'secret');
  writeFileSync(join(folder, 'index.html'), '<title>site</title>');
  writeFileSync(join(folder, 'assets/machine.wasm'), 'wasm');
  symlinkSync(join(parent, 'secret.txt'), join(folder, 'link.txt'));
  server = await serveOnFreePort({ folder, port: 4300, prefix: '/lab/' });
});
afterAll(() => {
  server.close();
  rmSync(parent, { recursive: true });
});

function get(path: string, method = 'GET'): Promise<{ status: number; headers: object; body: string }> {
  const { hostname, port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, method }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (piece: string) => (body += piece));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    })
      .on('error', reject)
      .end();
  });
}

it('serves the page under its prefix, with the right types and no special headers', async () => {
  const page = await get('/lab/?x=1');
  expect(page).toMatchObject({ status: 200, body: '<title>site</title>' });
  expect(page.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8', 'content-length': '19' });
  expect(Object.keys(page.headers).filter((name) => /policy|origin|encoding|cache/.test(name))).toEqual([]);
  expect((await get('/lab/assets/machine.wasm')).headers).toMatchObject({ 'content-type': 'application/wasm' });
  expect(await get('/lab')).toMatchObject({ status: 301, headers: { location: '/lab/' } });
  expect(await get('/lab/', 'HEAD')).toMatchObject({ status: 200, body: '' });
});

it.each([
  '/lab/../../secret.txt',
  '/lab/..%2f..%2fsecret.txt',
  '/lab/../secret.txt',
  '/lab/%2e%2e/secret.txt',
  '/lab/link.txt',
  '/lab/assets/..%5c..%5csecret.txt',
  '/lab/%00',
  '/lab/%',
  '/lab/assets/',
  '/secret.txt',
  '/',
])('gives nothing out for %s', async (path) => {
  const { status, body } = await get(path);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(body).not.toContain('secret');
});

it('takes the next port when one is taken, and refuses to write', async () => {
  const second = await serveOnFreePort({ folder, port: Number(new URL(server.address).port), prefix: '/' });
  expect(new URL(second.address).port).not.toBe(new URL(server.address).port);
  second.close();
  expect((await get('/lab/index.html', 'PUT')).status).toBe(405);
});
