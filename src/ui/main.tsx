/** Placeholder until the dashboard lands: shows that the page is built and served. */
import { createRoot } from 'react-dom/client';

const root = document.querySelector('#root');
if (root) createRoot(root).render(<p>Lockstep</p>);
