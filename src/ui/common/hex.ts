/** Bytes as a hex dump, sixteen to a line. Pure. */

const perLine = 16;

function printable(byte: number): string {
  return byte >= 32 && byte < 127 ? String.fromCharCode(byte) : '.';
}

/** @param start address of the first byte. @param limit bytes shown at most; more are counted. */
export function hexDump(bytes: Uint8Array, start: number, limit: number): string {
  const lines: string[] = [];
  for (let at = 0; at < Math.min(bytes.length, limit); at += perLine) {
    const line = [...bytes.subarray(at, Math.min(at + perLine, limit))];
    const hex = line.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
    lines.push(
      `${(start + at).toString(16).padStart(6, '0')}  ${hex.padEnd(perLine * 3)} ${line.map(printable).join('')}`,
    );
  }
  if (bytes.length > limit) lines.push(`… and ${bytes.length - limit} bytes more`);
  return lines.join('\n');
}
