/** One physical server with its VM: role, what it has executed, its console, its interrupts; and the button that crashes it. */
import type { HostId } from '../../ft/host-id.ts';
import type { HostState } from '../../workers/lab/lab.ts';
import { formatCount, formatMs } from '../common/format.ts';
import { holdsVm, isDead, isLive, roleWords } from '../common/roles.ts';
import { Term } from '../common/term.tsx';
import { useAct, useLab } from '../store/lab-context.tsx';
import type { ConsoleMode } from '../terminal/console-terminal.ts';
import { Console } from '../terminal/console.tsx';
import { useCommandMenu } from './context-menu.tsx';
import { LastWords } from './last-words.tsx';
import { useBefore } from './use-before.ts';

function RolePill({ id, host }: { readonly id: HostId; readonly host: HostState }) {
  const tone = isLive(host.role) ? 'accent' : isDead(host.role) ? 'bad' : host.role === 'waiting' ? 'warn' : 'quiet';
  return (
    <span className={`pill role-pill ${tone}`} data-testid={`role-${id}`} data-role={host.role}>
      {roleWords[host.role]}
    </span>
  );
}

const devices = ['timer', 'serial', 'nic', 'disk'] as const;

/** Lights up for the devices that interrupted since the last copy of the state, an eighth of a second ago. */
function InterruptLights({ id }: { readonly id: HostId }) {
  const state = useLab((now) => now);
  const { interrupts } = state.hosts[id];
  const before = useBefore(state).hosts[id].interrupts;
  const running = !state.time.paused && holdsVm(state.hosts[id].role);
  return (
    <div
      className="interrupts"
      role="img"
      aria-label={`Interrupts: ${devices.map((device) => `${device} ${interrupts[device]}`).join(', ')}`}
    >
      {devices.map((device) => (
        <span
          key={device}
          className={running && interrupts[device] > before[device] ? 'interrupt hot' : 'interrupt'}
          title={`${formatCount(interrupts[device])} ${device} interrupts`}
        >
          {device}
        </span>
      ))}
    </div>
  );
}

function modeOf(host: HostState): ConsoleMode {
  if (isLive(host.role)) return 'typing';
  return holdsVm(host.role) ? 'watching' : 'off';
}

function Pace({ host }: { readonly host: HostState }) {
  if (isDead(host.role)) return null;
  if (host.role === 'backup') {
    return (
      <span className="mono dim pace">
        <Term word="execution-lag">lag</Term> {formatMs(host.lagMs)}
      </span>
    );
  }
  return <span className="mono dim pace">{host.mips < 1 ? 'idle' : `${Math.round(host.mips)} MIPS`}</span>;
}

function HostFoot({ id, host }: { readonly id: HostId; readonly host: HostState }) {
  const fell = host.droppedOutputs > useBefore(host.droppedOutputs);
  return (
    <div className="host-foot">
      <InterruptLights id={id} />
      {host.role === 'backup' ? (
        <span className="dim dropped" title="Outputs of the backup that its hypervisor dropped">
          dropped <b className="mono">{formatCount(host.droppedOutputs)}</b>
          {fell ? <i key={host.droppedOutputs} className="falling" aria-hidden="true" /> : null}
        </span>
      ) : isDead(host.role) ? null : (
        <span className={host.cpuLimit < 100 ? 'limited' : 'dim'}>
          <Term word="cpu-limit">CPU limit</Term> <b className="mono">{Math.round(host.cpuLimit)} %</b>
        </span>
      )}
    </div>
  );
}

export function HostCard({ id }: { readonly id: HostId }) {
  const act = useAct();
  const host = useLab((state) => state.hosts[id]);
  const menu = useCommandMenu(`Host ${id}`, { kind: 'host', id, running: holdsVm(host.role) });
  const dead = isDead(host.role);
  const hint =
    host.role === 'backup'
      ? 'Only the primary takes input. Type in its console; the backup gets it from the log.'
      : 'No virtual machine takes input here.';
  return (
    <div
      className={`card host ${host.role} ${dead ? 'dead' : ''}`}
      data-testid={`host-${id}`}
      onContextMenu={menu.onContextMenu}
    >
      {menu.popup}
      <div className="host-head">
        <RolePill id={id} host={host} />
        <h2 className="host-name">Host {id}</h2>
        <span className="dim mono instructions" title="instructions executed" data-testid={`instructions-${id}`}>
          {formatCount(host.instructions)}
        </span>
        <span className="spacer" />
        <Pace host={host} />
        {holdsVm(host.role) ? (
          <button
            type="button"
            className="button danger"
            data-testid={`crash-${id}`}
            title={`Crash host ${id}: its thread ends at once`}
            onClick={() => act('crash', { host: id })}
          >
            Crash
          </button>
        ) : null}
      </div>
      <div className="host-body">
        <Console id={id} label={`Console of host ${id}`} mode={modeOf(host)} hint={hint} />
        <LastWords id={id} dead={dead ? 'dead' : 'alive'} />
      </div>
      <HostFoot id={id} host={host} />
    </div>
  );
}
