/** The static server for tests in TypeScript. */
export function serveOnFreePort(options: {
  folder: string;
  port: number;
  prefix: string;
  host?: string;
  portsTried?: number;
}): Promise<{ address: string; close: () => void }>;
