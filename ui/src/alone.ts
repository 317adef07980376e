import { mount } from 'svelte';

import Alone from './pages/Alone.svelte';
import './styles/tokens.css';
import './styles/base.css';

const target = document.getElementById('app');
if (target) mount(Alone, { target });
