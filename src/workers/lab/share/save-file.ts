/** Gives a file to the person at the screen, as a download. Must not know what is in it. */

/** The browser takes the file over as soon as it has asked where to put it; nobody says when that is. */
const keptMs = 60_000;

export function saveFile(name: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), keptMs);
}
