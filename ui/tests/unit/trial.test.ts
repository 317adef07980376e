// A trial as the engine and the server take it, and as a link.
import { describe, expect, test } from 'vitest';

import type { Knob } from '../../src/lib/trial/knobs.ts';
import { knobsOfModel } from '../../src/lib/trial/knobs.ts';
import { commandOf, questionOf, settingsOf, UNCHANGED, type Changes, type Subject } from '../../src/lib/trial/question.ts';
import { BadLink, packed, PREFIX, sharedOf, unpacked } from '../../src/lib/share_link.ts';

const template: Subject = { title: 'Shop', kind: 'template', text: 'text', templateId: 'shop', file: 'shop.yaml' };
const model: Subject = { title: 'm', kind: 'model', text: 'model text', templateId: '', file: 'm.yaml' };
const capacity: Knob = { name: 'capacity', type: 'number', defaultValue: 72, min: 0, overTime: true };
const demand: Knob = { name: 'demand', type: 'number', defaultValue: 1, factor: [1, 2, 3], overTime: true };

describe('what a trial asks', () => {
  test('nothing changed: the subject itself', () => {
    expect(questionOf(template, [capacity], UNCHANGED, 4, {}).request).toEqual({ templateId: 'shop', parameters: {} });
    expect(questionOf(model, [demand], UNCHANGED, 3, {})).toMatchObject({ kind: 'model', overrides: {}, request: { model: 'model text' } });
  });

  test('a value of a template is a parameter of page and server alike', () => {
    const q = questionOf(template, [capacity], { ...UNCHANGED, values: { capacity: ' 76 ' } }, 4, { rate: 0.5 });
    expect(q.parameters).toEqual({ rate: 0.5, capacity: 76 });
    expect(q.request).toEqual({ templateId: 'shop', parameters: { rate: 0.5, capacity: 76 } });
  });

  test('a stretch is one value per bin in the page and a setting for the server', () => {
    const changes: Changes = { ...UNCHANGED, values: { capacity: '70' }, stretches: [{ name: 'capacity', from: 1, to: 2, value: 90 }] };
    const q = questionOf(template, [capacity], changes, 4, {});
    expect(q.parameters).toEqual({ capacity: [70, 90, 90, 70] });
    expect(q.request).toEqual({ templateId: 'shop', parameters: { capacity: 70 }, settings: ['capacity[1..2]=90'] });
    expect(commandOf(template, [capacity], changes)).toBe("flowtime run --template-id shop --param capacity=70 --set 'capacity[1..2]=90'");
  });

  test('later stretches win where they overlap', () => {
    const stretches = [{ name: 'capacity', from: 0, to: 2, value: 1 }, { name: 'capacity', from: 2, to: 3, value: 2 }];
    expect(questionOf(template, [capacity], { ...UNCHANGED, stretches }, 4, {}).parameters).toEqual({ capacity: [1, 1, 2, 2] });
  });

  test('a series of a model is scaled as a whole; a stretch replaces what is there', () => {
    const changes: Changes = { ...UNCHANGED, values: { demand: '1.5' }, stretches: [{ name: 'demand', from: 2, to: 2, value: 9 }] };
    const q = questionOf(model, [demand], changes, 3, {});
    expect(q.overrides).toEqual({ demand: [1.5, 3, 9] });
    expect(q.request.settings).toEqual(['demand*=1.5', 'demand[2..2]=9']);
    expect(commandOf(model, [demand], changes)).toBe("flowtime run m.yaml --set 'demand*=1.5' --set 'demand[2..2]=9'");
  });

  test('what is not a number yet asks nothing', () => {
    const changes = { ...UNCHANGED, values: { capacity: '7x' } };
    expect(questionOf(template, [capacity], changes, 4, {}).parameters).toEqual({});
    expect(settingsOf([demand], { ...UNCHANGED, values: { demand: '' } }, 'model')).toEqual([]);
  });

  test('an edited text is a model, whatever the subject was', () => {
    const q = questionOf(template, [], { ...UNCHANGED, text: 'mine' }, 4, { rate: 1 });
    expect(q).toMatchObject({ kind: 'model', text: 'mine', parameters: {}, request: { model: 'mine' } });
    expect(q.request.templateId).toBeUndefined();
  });

  test('the constants of a model are its controls', () => {
    const described = { template: null, parameters: [{ id: 'a', values: [3], scalarOnly: false }, { id: 'b', values: [1, 2], scalarOnly: false }, { id: 'Q.wipLimit', values: [5], scalarOnly: true }] };
    const knobs = knobsOfModel(described as never);
    expect(knobs.map((k) => [k.name, k.defaultValue, k.overTime, k.factor?.length ?? 0])).toEqual([['a', 3, true, 0], ['b', 1, true, 2], ['Q.wipLimit', 5, false, 0]]);
  });
});

describe('a link that carries the model', () => {
  const shared = { subject: { ...template, text: 'schemaVersion: 1\n# Büro 東京 </script>\n'.repeat(200) }, changes: { values: { capacity: '76' }, stretches: [{ name: 'capacity', from: 1, to: 2, value: 9 }], text: null }, given: { rate: [1, 2] }, node: 'Payment', bin: 167, story: false };

  test('comes back whole, and is short', async () => {
    const hash = await packed(shared);
    expect(hash.startsWith(PREFIX)).toBe(true);
    expect(hash).toMatch(/^#w=[\w-]+$/);
    expect(hash.length).toBeLessThan(shared.subject.text.length / 10);
    expect(await unpacked(hash)).toEqual(shared);
  });

  test('an address without one is none; a cut or a strange one says so', async () => {
    expect(await unpacked('#main')).toBeNull();
    const hash = await packed(shared);
    await expect(unpacked(hash.slice(0, -9))).rejects.toThrow(BadLink);
    await expect(unpacked(`${PREFIX}!!!`)).rejects.toThrow('not whole');
    expect(() => sharedOf({ v: 2, text: '' })).toThrow('another version');
  });

  test('a link that unpacks to more than 8 MB is refused', async () => {
    const hash = await packed({ ...shared, subject: { ...template, text: ' '.repeat(9 << 20) } });
    expect(hash.length).toBeLessThan(50_000);
    await expect(unpacked(hash)).rejects.toThrow('more than 8 MB');
  });

  test('what a link leaves out has a default; what makes no sense is left out', () => {
    const read = sharedOf({ v: 1, text: 'x', changes: { values: { a: 1, b: '2' }, stretches: [{ name: 'a' }] } });
    expect(read.changes).toEqual({ values: { b: '2' }, stretches: [], text: null });
    expect(read.subject).toMatchObject({ kind: 'model', file: 'model.yaml' });
  });
});
