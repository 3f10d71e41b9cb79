/** Fetches a copy of the shared disk out of the page, for tools that know nothing of this lab. */
import type { Page } from '@playwright/test';

interface ImageWindow {
  lab: { diskImage(): Promise<Uint8Array<ArrayBuffer>> };
}

/** The whole image. */
export async function diskImage(page: Page): Promise<Uint8Array> {
  const encoded = await page.evaluate(async () => {
    const image = await (window as unknown as ImageWindow).lab.diskImage();
    const reader = new FileReader();
    const loaded = new Promise<unknown>((resolve) => {
      reader.addEventListener('load', resolve, { once: true });
    });
    reader.readAsDataURL(new Blob([image]));
    await loaded;
    return (reader.result as string).split(',')[1]!;
  });
  return Buffer.from(encoded, 'base64');
}
