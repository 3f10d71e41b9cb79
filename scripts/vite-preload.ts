/**
 * Tells the browser in the page's head about the large files that the lab will fetch, so that they are on their way while
 * the page's program is still being read. Their addresses must be those that create-lab.ts and images.ts ask for.
 */
import type { HtmlTagDescriptor, Plugin } from 'vite';

const images = ['manifest.json', 'guest.elf.gz', 'data.img.gz'].map((file) => `./images/${file}`);

/** The plugin; it runs when the names of the built files are known. */
export function preload(): Plugin {
  return {
    name: 'preload',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) => {
        const emulator = Object.keys(bundle ?? {}).filter((file) => /v86-[^/]*\.wasm$/.test(file));
        if (emulator.length !== 1) throw new Error(`one v86.wasm expected in the build, found: ${emulator.join(', ')}`);
        return [...emulator.map((file) => `./${file}`), ...images].map(link);
      },
    },
  };
}

/** As `fetch` asks for a file of the same server: with CORS, without more credentials than the page has. */
function link(href: string): HtmlTagDescriptor {
  return {
    tag: 'link',
    attrs: { rel: 'preload', as: 'fetch', crossorigin: true, fetchpriority: 'low', href },
    injectTo: 'head',
  };
}
