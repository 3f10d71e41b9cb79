/**
 * Lets Node 20 run the project's TypeScript as it is: node --import ./scripts/typescript.mjs FILE.ts
 * Worker threads take it over by themselves. Types are dropped, not checked; `npm run check` does that.
 */
import { register } from 'node:module';

register('./support/typescript-hooks.mjs', import.meta.url);
process.setSourceMapsEnabled(true);
