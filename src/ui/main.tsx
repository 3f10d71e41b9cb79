/** Where the page starts: looks whether this browser can run the lab at all, makes the lab, and renders. */
import './without-eval.ts';
import { createRoot } from 'react-dom/client';
import { createLab } from '../workers/lab/create-lab.ts';
import type { LabModel } from '../workers/lab/model.ts';
import { App } from './app.tsx';
import './bench/expose.ts';
import { UnsupportedBrowser } from './failure/unsupported-browser.tsx';
import { keepForOffline } from './offline.ts';
import './styles/index.css';
import { missingFeatures } from './support.ts';

function startLab(): LabModel {
  const lab = createLab();
  // What went wrong is on the page by then, with what to do.
  lab.ready.then(keepForOffline).catch(() => undefined);
  return lab;
}

function start(element: Element): void {
  const root = createRoot(element);
  const missing = missingFeatures(globalThis);
  root.render(missing.length > 0 ? <UnsupportedBrowser missing={missing} /> : <App model={startLab()} />);
}

const element = document.querySelector('#root');
if (element) start(element);
