import { mount } from 'svelte';

import App from './App.svelte';
import './styles/tokens.css';
import './styles/base.css';
import { router } from './lib/route.svelte.ts';
import { fetchPage, fileOf } from './pages/index.ts';

void fetchPage(fileOf(router.current)).catch(() => {}); // on its way while the frame is made, which says what failed

const target = document.getElementById('app');
if (target) mount(App, { target });
