/** The module hooks behind scripts/typescript.mjs. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'rolldown/utils';

/** Vite's `file?url` imports give the file's address, here as in the built page. */
export async function resolve(specifier, context, next) {
  if (!specifier.endsWith('?url')) return next(specifier, context);
  const resolved = await next(specifier.slice(0, -'?url'.length), context);
  return { url: `${resolved.url}?url`, format: 'module', shortCircuit: true };
}

export async function load(url, context, next) {
  if (url.endsWith('?url')) {
    const source = `export default ${JSON.stringify(url.slice(0, -'?url'.length))};`;
    return { format: 'module', source, shortCircuit: true };
  }
  const { pathname } = new URL(url);
  if (!/\.tsx?$/.test(pathname)) return next(url, context);
  const path = fileURLToPath(url);
  const { code, map, errors } = transformSync(path, readFileSync(path, 'utf8'), { sourcemap: true });
  if (errors.length > 0) throw new SyntaxError(`${path}: ${errors[0].message}`);
  const inlineMap = Buffer.from(JSON.stringify(map)).toString('base64');
  const source = `${code}\n//# sourceMappingURL=data:application/json;base64,${inlineMap}`;
  return { format: 'module', source, shortCircuit: true };
}
