/**
 * Keeps what a guest prints from acting on the page: titles, colours of the page, links and the clipboard are all asked for by
 * operating system commands (OSC), which a console of the lab has no use for. Must not know of the lab.
 */
import type { IParser } from '@xterm/xterm';

/** 0-2 title, 4/5/10-19/104-119 colours, 7 folder, 8 links, 9/777 notifications, 52 clipboard, 133/633/1337 shell integration. */
const refusedCommands = [
  0, 1, 2, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 52, 104, 105, 110, 111, 112, 133, 633, 777, 1337,
];

/** Swallows every operating system command that xterm.js or an add-on may obey. */
export function refuseSideEffects(parser: IParser): void {
  for (const command of refusedCommands) parser.registerOscHandler(command, () => true);
}
