import { Page } from './page.ts';

const root = document.getElementById('app');
if (root === null) throw new Error('The page has no place for the dashboard.');
new Page(root).open();
