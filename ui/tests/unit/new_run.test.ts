import { describe, expect, it } from 'vitest';

import { ApiProblem } from '../../src/lib/api/client.ts';
import type { RunItem, TemplateAnswer } from '../../src/lib/api/types.ts';
import { ofTemplate, readable } from '../../src/lib/captures.ts';
import { bodyOf, commandOf, curlOf, placed, presetsOf, presetWith } from '../../src/lib/new_run.ts';

const template = {
  id: 'shop', title: 'Shop', description: '', category: '', tags: [], version: '1',
  parameters: [{ name: 'desks', title: 'Desks', type: 'number', defaultValue: 3 }, { name: 'rate', title: 'Rate', type: 'number', defaultValue: 0.5 }],
  whatIf: { parameters: { desks: 4 }, says: 'Nobody waits.' },
} as unknown as TemplateAnswer;
const run = (runId: string, parameters: Record<string, unknown>): RunItem => ({ runId, templateId: 'shop', mode: 'simulation', createdUtc: '2026-03-02T00:00:00Z', parameters }) as unknown as RunItem;

describe('the request as text', () => {
  it('holds what differs and nothing else', () => {
    expect(bodyOf('shop', {}, null, false)).toEqual({ templateId: 'shop' });
    expect(bodyOf('shop', { desks: 4 }, { capture: 'monday', files: null }, true)).toEqual({
      templateId: 'shop', mode: 'telemetry', telemetry: { captureDirectory: 'monday' }, parameters: { desks: 4 }, options: { deterministicRunId: true },
    });
    expect(bodyOf('shop', {}, { capture: 'monday', files: ['Desk_served.csv'] }, false).telemetry?.bindings).toEqual({ 'Desk_served.csv': 'Desk_served.csv' });
  });

  it('is a command that a shell reads as it was meant', () => {
    const body = bodyOf('shop', { title: "it's", pattern: [1, 2, 3], desks: 4 }, { capture: 'a day', files: ['Desk_served.csv'] }, true);
    expect(curlOf(body, 'http://127.0.0.1:8081/')).toContain(`"it'\\''s"`);
    expect(curlOf(body, 'http://127.0.0.1:8081/')).toContain('curl http://127.0.0.1:8081/v1/runs \\\n');
    const command = commandOf(body);
    for (const part of [`--param 'title=it'\\''s'`, '--param pattern=1,2,3', '--param desks=4', "--capture-dir 'a day'", '--bind Desk_served.csv=Desk_served.csv', '--deterministic-run-id']) expect(command).toContain(part);
  });
});

describe('presets', () => {
  const presets = presetsOf(template, [run('a', { desks: 5, rate: 0.5 }), run('b', { desks: 3, rate: 0.5 }), run('c', { desks: 5, rate: 0.5 }), run('d', { desks: 5, rate: 0.7 })]);

  it('are the defaults, what the template proposes, and each set of inputs of earlier runs once', () => {
    expect(presets.map((p) => [p.id, p.label])).toEqual([['defaults', 'defaults'], ['what-if', 'Desks 3 \u2192 4'], ['a', 'Desks 3 \u2192 5'], ['d', 'Desks 3 \u2192 5, +1']]);
  });

  it('are found again by the inputs of the form', () => {
    expect(presetWith(presets, { rate: '0.7', desks: '5' })?.id).toBe('d');
    expect(presetWith(presets, {})?.id).toBe('defaults');
    expect(presetWith(presets, { desks: '9' })).toBeNull();
  });
});

describe('what the server found wrong', () => {
  it('stands at its place', () => {
    const error = (path: string, code: string) => ({ path, code, message: `${code}.`, remedy: '', line: 0, column: 0 });
    const found = placed(new ApiProblem(422, 'x', 'x', '', '', [error('/parameters/desks', 'too_small'), error('/telemetry/captureDirectory', 'capture_missing'), error('', 'capture_grid_mismatch'), error('/model', 'odd')]));
    expect(found.parameters.get('desks')).toBe('too_small.');
    expect(found.capture).toBe('capture_missing.');
    expect(found.rest.map((e) => e.code)).toEqual(['odd']);
    expect(placed(null).rest).toEqual([]);
  });
});

it('captures of the template come first, each name once', () => {
  const list = [{ name: 'a', templateId: 'x', sourceRunId: null }, { name: 'b', templateId: 'shop', sourceRunId: 'r' }, { name: 'b', templateId: 'shop', sourceRunId: null }];
  expect(ofTemplate(list, 'shop')).toEqual([list[1]]);
  const listed = [{ name: 'b', templateId: 'shop', sourceRunId: 'r', hasEvents: true, problem: null }, { name: 'torn', hasEvents: false, problem: { code: 'capture_damaged', message: 'x' } }];
  expect(readable(listed)).toEqual([list[1]]);
  expect(ofTemplate(list, 'other').map((c) => c.name)).toEqual(['a', 'b']);
});
