// The pages by name. Each is a file of its own that is fetched when it is opened, or when a link to it is pointed at.
import type { Component } from 'svelte';

import type { Route } from '../lib/route.ts';

export type Page = Component<{ onhelp: () => void }>;

const SOURCES = {
  home: () => import('./Home.svelte'),
  runs: () => import('./Runs.svelte'),
  run: () => import('./Run.svelte'),
  story: () => import('./Story.svelte'),
  new: () => import('./New.svelte'),
  compare: () => import('./Compare.svelte'),
  model: () => import('./Model.svelte'),
  lab: () => import('./Lab.svelte'),
  lost: () => import('./Later.svelte'),
} satisfies Record<string, () => Promise<{ default: Page }>>;

export type PageFile = keyof typeof SOURCES;

// Which file shows an address, and what makes two addresses of one file different pages.
export function fileOf(route: Route): PageFile {
  if (route.page === 'run' && route.tab === 'story') return 'story';
  return route.page === 'shared' ? 'model' : route.page;
}
export const identityOf = (route: Route): string => `${fileOf(route)} ${route.id}`;

const here = new Map<PageFile, Page>();

// A page that was fetched, at once; else nothing.
export const fetched = (file: PageFile): Page | null => here.get(file) ?? null;

export async function fetchPage(file: PageFile): Promise<Page> {
  const page = (await SOURCES[file]()).default as Page;
  here.set(file, page);
  return page;
}
