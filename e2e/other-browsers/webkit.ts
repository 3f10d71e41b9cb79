/**
 * WebKitGTK's MiniBrowser over WebDriver, the plain protocol: one POST for each command. It needs a display, so it brings
 * Xvfb along where there is none. Must not know the lab.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { DrivenPage } from './driven-page.ts';

export interface WebKitOptions {
  /** WebKitWebDriver. */
  readonly driver: string;
  /** MiniBrowser. */
  readonly browser: string;
}

interface Session {
  readonly sessionId: string;
  readonly capabilities: { readonly browserName: string; readonly browserVersion: string };
}

const elementKey = 'element-6066-11e4-a52e-4f735466cecf';
const timeouts = { script: 150_000, pageLoad: 60_000, implicit: 0 };
/** WebDriver's letters for keys. */
const keys = { Enter: '\uE007', Escape: '\uE00C' };

export async function openWebKit({ driver, browser }: WebKitOptions): Promise<DrivenPage> {
  const display = process.env['DISPLAY'] === undefined ? await startDisplay() : null;
  const port = await freePort();
  const program = spawn(driver, [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, ...(display === null ? {} : { DISPLAY: display.name }) },
  });
  const base = `http://127.0.0.1:${port}`;
  await answering(`${base}/status`, program);
  const options = { binary: browser, args: ['--automation'] };
  const session = (await call(`${base}/session`, 'POST', {
    capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options } },
  })) as Session;
  const path = `${base}/session/${session.sessionId}`;
  await call(`${path}/timeouts`, 'POST', timeouts);
  await call(`${path}/window/rect`, 'POST', { width: 1440, height: 980 });

  const find = async (selector: string): Promise<string> => {
    const found = await call(`${path}/element`, 'POST', { using: 'css selector', value: selector });
    return (found as Record<string, string>)[elementKey]!;
  };
  const send = async (text: string): Promise<void> => {
    const strokes = Array.from(text).flatMap((value) => [
      { type: 'keyDown', value },
      { type: 'keyUp', value },
    ]);
    await call(`${path}/actions`, 'POST', { actions: [{ type: 'key', id: 'keyboard', actions: strokes }] });
  };
  return {
    browser: `WebKitGTK ${session.capabilities.browserName} ${session.capabilities.browserVersion}`,
    open: async (address) => void (await call(`${path}/url`, 'POST', { url: address })),
    evaluate: async (expression) => await evaluate(path, expression),
    click: async (selector) => {
      const origin = { [elementKey]: await find(selector) };
      const scroll = `document.querySelector(${JSON.stringify(selector)}).scrollIntoView({ block: 'nearest' })`;
      await evaluate(path, scroll);
      await call(`${path}/actions`, 'POST', { actions: [clickOn(origin)] });
    },
    type: async (text) => await send(text.replaceAll('\n', keys.Enter)),
    press: async (key) => await send(keys[key]),
    // WebDriver does not tell; the page's own listeners do.
    consoleErrors: () => [],
    close: async () => {
      await call(path, 'DELETE');
      await ended(program);
      if (display !== null) await ended(display.program);
    },
  };
}

async function evaluate(path: string, expression: string): Promise<unknown> {
  const script = `const done = arguments[arguments.length - 1];
    (async () => ${expression})().then((value) => done({ value }), (error) => done({ error: String(error?.message ?? error) }));`;
  const answer = await call(`${path}/execute/async`, 'POST', { script, args: [] });
  const { value, error } = answer as { value?: unknown; error?: string };
  if (error !== undefined) throw new Error(error);
  return value;
}

function clickOn(origin: object) {
  return {
    type: 'pointer',
    id: 'mouse',
    parameters: { pointerType: 'mouse' },
    actions: [
      { type: 'pointerMove', duration: 0, origin, x: 0, y: 0 },
      { type: 'pointerDown', button: 0 },
      { type: 'pointerUp', button: 0 },
    ],
  };
}

async function call(address: string, method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<unknown> {
  const response = await fetch(address, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${error}: ${message} (${method} ${address})`);
}

/** Xvfb on a display that it chooses, and says on a pipe of its own once it can be used. */
async function startDisplay(): Promise<{ readonly name: string; readonly program: ChildProcess }> {
  const screen = ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];
  const program = spawn('Xvfb', screen, { stdio: ['ignore', 'pipe', 'ignore'] });
  const [line] = (await once(createInterface(program.stdout), 'line')) as [string];
  return { name: `:${line}`, program };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** The driver says nothing when it listens, so it is asked until it answers or ends. */
async function answering(address: string, program: ChildProcess): Promise<void> {
  while (program.exitCode === null) {
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok === true) return;
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 50);
    });
  }
  throw new Error(`WebKitWebDriver ended with status ${program.exitCode}`);
}

async function ended(program: ChildProcess): Promise<void> {
  if (program.exitCode !== null) return;
  const exit = once(program, 'exit');
  program.kill();
  await exit;
}
