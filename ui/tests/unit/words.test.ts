// What people read on the pages follows the words of CONTRIBUTING.md; the C++ side is held by tools/check_words.py.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

import { parse } from 'svelte/compiler';
import ts from 'typescript';
import { expect, it } from 'vitest';

const SRC = new URL('../../src', import.meta.url).pathname;
const AVOIDED: [RegExp, string][] = [
  [/\btold\b/i, 'reported, listed or given'],
  [/\b(some|any|no)body\b|\bwhoever\b/i, 'name the actor'],
  [/\bmade[- ]up\b/i, 'generated'],
  [/\bcomes? to\b/i, 'totals, or arrives at'],
];

const files = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((f) => (f.isDirectory() ? files(join(folder, f.name)) : /\.(svelte|ts)$/.test(f.name) ? [join(folder, f.name)] : []));

function textsOfScript(source: string): string[] {
  const out: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) out.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest));
  return out;
}

function textsOfPage(source: string): string[] {
  const out: string[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const { type, data, value } = node as { type?: string; data?: string; value?: unknown };
    if (type === 'Text') out.push(data ?? '');
    else if (type === 'Literal' && typeof value === 'string') out.push(value);
    else if (type === 'TemplateElement') out.push((value as { raw: string }).raw);
    for (const child of Object.values(node)) if (Array.isArray(child)) child.forEach(visit); else visit(child);
  };
  const { css: _, ...page } = parse(source, { modern: true });
  visit(page);
  return out;
}

it('no text of the pages uses a word that readers stumble over', () => {
  const faults: string[] = [];
  for (const file of files(SRC)) {
    const source = readFileSync(file, 'utf8');
    for (const text of file.endsWith('.ts') ? textsOfScript(source) : textsOfPage(source)) {
      for (const [word, instead] of AVOIDED) if (word.test(text)) faults.push(`${relative(SRC, file)}: "${text.trim().slice(0, 80)}"; say ${instead}`);
    }
  }
  expect(faults).toEqual([]);
}, 30_000);
