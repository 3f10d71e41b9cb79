// v86 binds performance.now when it is imported. Whoever imports it too early must hear of it.
import 'v86';
import { expect, it } from 'vitest';
import { Machine } from './machine.ts';
import { guestOptions } from './testing/guest-options.ts';
import { ReplayingSource, Transcript } from './testing/lockstep.ts';

it('refuses to start when v86 was imported before the clock was replaced', async () => {
  const options = await guestOptions();
  await expect(Machine.start(options, new ReplayingSource(), new Transcript(null))).rejects.toThrow(
    /imported before the guest clock/,
  );
});
