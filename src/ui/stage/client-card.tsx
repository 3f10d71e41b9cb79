/** The world outside: the client with its last requests, and the switch that says where it thinks the service is. */
import type { LabState } from '../../workers/lab/lab.ts';
import { formatCount, formatMoment, formatMs } from '../common/format.ts';
import { useAct, useLab } from '../store/lab-context.tsx';

type Client = LabState['client'];

function summary(client: Client): string {
  const lost = client.errors.length;
  const parts = [lost === 1 ? '1 error' : `${formatCount(lost)} errors`];
  parts.push(client.duplicatesDropped === 1 ? '1 duplicate' : `${formatCount(client.duplicatesDropped)} duplicates`);
  if (client.reconnects > 0) parts.push(`${formatCount(client.reconnects)} reconnects`);
  return parts.join(' · ');
}

function Requests({ client, live }: { readonly client: Client; readonly live: string }) {
  const recent = client.recent.slice(-6);
  return (
    <ol className="requests mono" aria-label="The client’s last requests">
      {recent.map((request) => (
        <li key={`${request.atMs} ${request.request}`}>
          <span className="faint">{formatMoment(request.atMs)}</span> {request.request} →{' '}
          {request.reply === null ? (
            <span className="waiting">waiting{live ? ` for ${live}…` : '…'}</span>
          ) : (
            <>
              <b>{request.reply}</b>{' '}
              {request.latencyMs === null ? null : <span className="faint">{formatMs(request.latencyMs)}</span>}
            </>
          )}
        </li>
      ))}
    </ol>
  );
}

function waitingFor(state: LabState): string {
  const { serviceAt } = state.network;
  if (serviceAt === 'unknown') return '';
  return state.channel.heldOutputs > 0 ? `${serviceAt}’s output gate` : serviceAt;
}

/** How the service fares; its last words are in the tooltip and among the events. */
function Service() {
  const { condition, detail } = useLab((state) => state.service);
  return (
    <span
      className={condition === 'running' || condition === 'starting' ? 'dim' : 'pill bad'}
      data-testid="service"
      data-condition={condition}
      title={detail}
    >
      service {condition.replaceAll('-', ' ')}
    </span>
  );
}

export function ClientCard() {
  const act = useAct();
  const client = useLab((state) => state.client);
  const network = useLab((state) => state.network);
  const live = useLab(waitingFor);
  return (
    <div className="card client">
      <div>
        <h2 className="eyebrow">Client · 10.0.0.2</h2>
        <b>TCP to 10.0.0.10:7000</b>
        <br />
        <span className="dim mono" title="Duplicates are segments that its TCP received twice and dropped">
          {summary(client)}
        </span>
        <br />
        <Service />
      </div>
      <div className="client-requests">
        <Requests client={client} live={live} />
        <p className="faint client-facts">
          {client.requests === 0 ? (
            'No requests yet.'
          ) : (
            <span>
              {client.requestsPerSecond.toFixed(1)} requests/s · median {formatMs(client.medianLatencyMs)} · longest gap{' '}
              <b>{formatMs(client.longestGapMs)}</b>
            </span>
          )}
          <button
            type="button"
            className="button small"
            data-testid="client-toggle"
            onClick={() => act('client', { action: client.running ? 'stop' : 'start' })}
          >
            {client.running ? 'Stop requests' : 'Send requests'}
          </button>
        </p>
      </div>
      <div>
        <h2 className="eyebrow">Switch</h2>
        <span className="mono">{network.serviceMac}</span>
        <br />→{' '}
        <b data-testid="switch-port">{network.serviceAt === 'unknown' ? 'nowhere yet' : `port ${network.serviceAt}`}</b>
        <span className="dim"> · {formatCount(network.packets)} packets</span>
      </div>
    </div>
  );
}
