/** Where the page starts: looks whether this browser can run the lab at all, makes the lab, and renders. */
import { createRoot } from 'react-dom/client';
import { createLab } from '../workers/lab/create-lab.ts';
import { App } from './app.tsx';
import { missingFeatures } from './support.ts';
import { UnsupportedBrowser } from './failure/unsupported-browser.tsx';
import './bench/expose.ts';
import './styles/index.css';

function start(element: Element): void {
  const root = createRoot(element);
  const missing = missingFeatures(globalThis);
  root.render(missing.length > 0 ? <UnsupportedBrowser missing={missing} /> : <App model={createLab()} />);
}

const element = document.querySelector('#root');
if (element) start(element);
