/** Units and real machines under Node. A test of the page asks for a DOM in its first line: @vitest-environment happy-dom */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'bench/**/*.test.ts', 'scripts/**/*.test.ts'],
    environment: 'node',
    pool: 'forks',
    // Each real machine takes a core and some 100 MB.
    maxWorkers: 2,
    // Generous, since nothing is measured here and machines differ by a factor of five; real machines ask for 180 s.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    teardownTimeout: 10_000,
  },
});
