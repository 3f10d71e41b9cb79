/** The lower part: one tab for each way of looking at what the lab recorded. */
import { lazy, Suspense, useRef, type ComponentType, type KeyboardEvent } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { nextItem } from '../common/menu.tsx';
import { PageError } from '../failure/failure-page.tsx';
import { showTab, tabs, useView, type TabId } from '../store/view-store.ts';
import { ClientShell } from './client-shell.tsx';
import { tabToolsId } from './tab-tools.tsx';
import { TimelinePanel } from './timeline/timeline-panel.tsx';

/** What the page does not show at first is loaded when its tab is opened: lists, charts and the benchmark. */
const LogEntries = lazy(async () => ({ default: (await import('./log/log-entries.tsx')).LogEntries }));
const Events = lazy(async () => ({ default: (await import('./events.tsx')).Events }));
const MemoryDiff = lazy(async () => ({ default: (await import('./memory-diff.tsx')).MemoryDiff }));
const Packets = lazy(async () => ({ default: (await import('./packets.tsx')).Packets }));
const Bandwidth = lazy(async () => ({ default: (await import('./charts/bandwidth.tsx')).Bandwidth }));
const BenchPanel = lazy(async () => ({ default: (await import('../bench/bench-panel.tsx')).BenchPanel }));

const contents: Readonly<Record<TabId, ComponentType>> = {
  timeline: TimelinePanel,
  log: LogEntries,
  bandwidth: Bandwidth,
  events: Events,
  memory: MemoryDiff,
  packets: Packets,
  client: ClientShell,
  bench: BenchPanel,
};

function TabList() {
  const current = useView((view) => view.tab);
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const key = event.key.replace('ArrowRight', 'ArrowDown').replace('ArrowLeft', 'ArrowUp');
    const next = nextItem(
      key,
      tabs.findIndex((tab) => tab.id === current),
      tabs.length,
    );
    const tab = next === null ? undefined : tabs[next];
    if (!tab) return;
    event.preventDefault();
    showTab(tab.id);
    list.current?.querySelector<HTMLElement>(`#tab-${tab.id}`)?.focus();
  };
  return (
    <div
      className="tab-list"
      role="tablist"
      tabIndex={-1}
      aria-label="Ways of looking"
      ref={list}
      onKeyDown={onKeyDown}
    >
      {tabs.map(({ id, label }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`tab-${id}`}
          className="tab"
          data-testid={`tab-${id}`}
          aria-selected={id === current}
          aria-controls="tab-panel"
          tabIndex={id === current ? 0 : -1}
          onClick={() => showTab(id)}
        >
          {label}
        </button>
      ))}
    </div>
  );
}

export function Dock() {
  const tab = useView((view) => view.tab);
  const Content = contents[tab];
  return (
    <section className="dock" aria-label="Dock" data-testid="dock">
      <div className="tabs">
        <TabList />
        <span className="spacer" />
        <div id={tabToolsId} className="tab-tools" />
      </div>
      <div className="tab-panel" role="tabpanel" id="tab-panel" aria-labelledby={`tab-${tab}`}>
        <ErrorBoundary key={tab} FallbackComponent={PageError}>
          <Suspense fallback={null}>
            <Content />
          </Suspense>
        </ErrorBoundary>
      </div>
    </section>
  );
}
