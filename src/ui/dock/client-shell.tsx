/** A shell on the client machine: an ordinary Linux that is not protected, to try the service by hand. */
import { Console } from '../terminal/console.tsx';

export function ClientShell() {
  return (
    <div className="client-shell">
      <p className="dim client-shell-words">
        The client, 10.0.0.2, is a third Linux machine outside. Try <code>echo INCR hits | nc 10.0.0.10 7000</code> or{' '}
        <code>ping 10.0.0.10</code>, and crash the primary meanwhile.
      </p>
      <div className="host-body">
        <Console id="client" label="Shell on the client" mode="typing" hint="" />
      </div>
    </div>
  );
}
