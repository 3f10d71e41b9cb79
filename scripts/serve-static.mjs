/**
 * A small static server, as plain as the plainest host the page has to work on: no headers but the type and the length.
 * On its own: node scripts/serve-static.mjs FOLDER [--port N] [--host ADDRESS] [--prefix /lab/]
 */
import { createReadStream, realpathSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const TYPES = {
  '.css': 'text/css; charset=utf-8',
  '.gz': 'application/gzip',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
};
const PORTS_TRIED = 20;

/**
 * Serves a folder on the first free port from `port` on.
 * @param {{ folder: string, port: number, prefix: string, host?: string, portsTried?: number }} options
 *   `prefix` is the path under which the folder appears, for instance /lab/.
 * @returns {Promise<{ address: string, close: () => void }>}
 */
export async function serveOnFreePort({ folder, port, prefix, host = '127.0.0.1', portsTried = PORTS_TRIED }) {
  const root = realpathSync(resolve(folder));
  const path = `/${prefix}/`.replace(/\/+/g, '/');
  const server = createServer((request, response) => answer(root, path, request, response));
  for (let candidate = port; ; candidate++) {
    const error = await listen(server, candidate, host);
    if (!error) {
      const address = `http://${host === '0.0.0.0' ? 'localhost' : host}:${candidate}${path}`;
      return { address, close: () => closeAll(server) };
    }
    if (error.code !== 'EADDRINUSE' || candidate >= port + portsTried - 1) throw error;
  }
}

function listen(server, port, host) {
  return new Promise((done) => {
    server.once('error', done);
    server.listen(port, host, () => {
      server.off('error', done);
      done(undefined);
    });
  });
}

function closeAll(server) {
  server.close();
  server.closeAllConnections();
}

function answer(root, prefix, request, response) {
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405);
  const path = decodePath(request.url ?? '/');
  if (path === undefined) return refuse(response, 400);
  if (`${path}/` === prefix) {
    response.writeHead(301, { location: prefix }).end();
    return;
  }
  if (!path.startsWith(prefix)) return refuse(response, 404);
  const file = findFile(root, path.slice(prefix.length));
  if (!file) return refuse(response, 404);

  const type = TYPES[extname(file.path).toLowerCase()] ?? 'application/octet-stream';
  response.writeHead(200, { 'content-type': type, 'content-length': file.bytes });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  createReadStream(file.path)
    .on('error', () => response.destroy())
    .pipe(response);
}

function refuse(response, status) {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${status}\n`);
}

/** The path of a request without its query, or undefined when it is not one. */
function decodePath(url) {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/, ''));
    return path.includes('\0') || path.includes('\\') ? undefined : path;
  } catch {
    return undefined;
  }
}

/** A file below the root, links resolved, so that neither `..` nor a link leads out of it. */
function findFile(root, relativePath) {
  try {
    let path = realpathSync(join(root, relativePath));
    if (statSync(path).isDirectory()) path = realpathSync(join(path, 'index.html'));
    const stat = statSync(path);
    return path.startsWith(root + sep) && stat.isFile() ? { path, bytes: stat.size } : undefined;
  } catch {
    return undefined;
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { port: { type: 'string' }, host: { type: 'string' }, prefix: { type: 'string' } },
  });
  // A port that was asked for is taken or nothing is, since somebody else knows the number.
  const { address } = await serveOnFreePort({
    folder: positionals[0] ?? 'dist',
    port: Number(values.port ?? 4173),
    host: values.host,
    prefix: values.prefix ?? '/',
    portsTried: values.port ? 1 : PORTS_TRIED,
  });
  console.log(address);
}
