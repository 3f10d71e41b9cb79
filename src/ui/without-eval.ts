/**
 * Import this before anything that makes a schema. zod tries out `new Function` for speed; the page's content security
 * policy forbids it, and the browser would report the attempt as a violation.
 */
import { config } from 'zod';

config({ jitless: true });
