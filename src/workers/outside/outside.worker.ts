/**
 * The thread of the world outside. Hands messages over; everything else is in modules that run anywhere.
 */
import { thisThread } from '../thread/this-thread.ts';
import type { FromOutside, ToOutside } from './messages.ts';
import { Outside } from './outside.ts';

const page = thisThread<FromOutside, ToOutside>();
let outside: Outside | null = null;

page.receive((message) => {
  if (message.kind === 'started') outside ??= new Outside(message, (answer) => page.send(answer));
  else outside?.handle(message);
});
