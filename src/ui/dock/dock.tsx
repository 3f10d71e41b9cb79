/** The lower part: one tab for each way of looking at what the lab recorded. */
import { Tabs } from '@base-ui/react/tabs';
import type { ComponentType } from 'react';
import { ErrorBoundary } from 'react-error-boundary';
import { PageError } from '../failure/failure-page.tsx';
import { showTab, tabs, useView, type TabId } from '../store/view-store.ts';
import { Bandwidth } from './charts/bandwidth.tsx';
import { ClientShell } from './client-shell.tsx';
import { Events } from './events.tsx';
import { LogEntries } from './log/log-entries.tsx';
import { MemoryDiff } from './memory-diff.tsx';
import { Packets } from './packets.tsx';
import { tabToolsId } from './tab-tools.tsx';
import { TimelinePanel } from './timeline/timeline-panel.tsx';

const contents: Readonly<Record<TabId, ComponentType>> = {
  timeline: TimelinePanel,
  log: LogEntries,
  bandwidth: Bandwidth,
  events: Events,
  memory: MemoryDiff,
  packets: Packets,
  client: ClientShell,
};

export function Dock() {
  const tab = useView((view) => view.tab);
  const Content = contents[tab];
  return (
    <Tabs.Root className="dock" value={tab} onValueChange={(next: TabId) => showTab(next)} data-testid="dock">
      <div className="tabs">
        <Tabs.List className="tab-list" aria-label="Ways of looking">
          {tabs.map(({ id, label }) => (
            <Tabs.Tab key={id} value={id} className="tab" data-testid={`tab-${id}`}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <span className="spacer" />
        <div id={tabToolsId} className="tab-tools" />
      </div>
      <Tabs.Panel key={tab} value={tab} className="tab-panel">
        <ErrorBoundary FallbackComponent={PageError}>
          <Content />
        </ErrorBoundary>
      </Tabs.Panel>
    </Tabs.Root>
  );
}
