/** The page on the fixture model, for looking at it with the development server: /src/ui/testing/preview.html. Never shipped. */
import { createRoot } from 'react-dom/client';
import { App } from '../app.tsx';
import { createFixtureModel } from './fixture-model.ts';
import '../styles/index.css';

const element = document.querySelector('#root');
const historyMs = Number(new URLSearchParams(location.search).get('history') ?? 2000);
const model = createFixtureModel({ historyMs });
Object.assign(window, { lab: model });
if (element) createRoot(element).render(<App model={model} />);
