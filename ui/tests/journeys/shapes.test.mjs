// Shapes of runs that a picture must survive: what is deepest is what broke its promise most, whatever the size of the
// queues, in pixels; and every shape has words that neither collide nor leave their box, and a card.
import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';

import { longNames, queues, tree } from '../support/models.mjs';
import { openStage, settled } from '../support/stage.mjs';
import { findFaults, watchCanvas } from '../support/words.mjs';

let stage;
before(async () => (stage = await openStage()));
after(() => stage?.close());

// The longest column of grey, which is nothing but waiting, between two heights of a canvas.
const deepest = (page, top, bottom) =>
  page.evaluate(([y0, y1]) => {
    let most = 0;
    for (const canvas of document.querySelectorAll('.score canvas')) {
      const box = canvas.getBoundingClientRect();
      const ratio = canvas.width / canvas.clientWidth;
      const [first, last] = [Math.round((y0 - box.top) * ratio), Math.round((y1 - box.top) * ratio)];
      const left = Math.round(400 * ratio);
      const { data, width, height } = canvas.getContext('2d').getImageData(left, first, canvas.width - left, last - first);
      for (let x = 0; x < width; x++) {
        let count = 0;
        for (let y = 0; y < height; y++) {
          const i = (y * width + x) * 4;
          const [r, g, b, alpha] = [data[i], data[i + 1], data[i + 2], data[i + 3]];
          if (alpha > 60 && r > 45 && r < 175 && Math.abs(r - g) < 8 && Math.abs(g - b) < 14) count++;
        }
        most = Math.max(most, count / ratio);
      }
    }
    return most;
  }, [top, bottom]);

// The middle and the height of a row that is not selected: rows stand as far apart as their names do.
async function rowOf(page, name, names) {
  const words = await page.evaluate((wanted) => Object.values(window.__ft.texts).flat().filter((t) => t && wanted.includes(t.text)).map((t) => [t.text, t.y]), names);
  const at = new Map(words);
  const tops = [...at.values()].sort((a, b) => a - b);
  const height = Math.min(...tops.slice(1).map((y, i) => y - tops[i]));
  const canvas = await page.locator('.score canvas').first().boundingBox();
  return [canvas.y + at.get(name) + 14, height];
}

it('six queues of 100 to 10,000: the deeper the basin, the more of its promise a node broke', async () => {
  const id = await stage.create({ model: queues });
  const { nodes } = await stage.get(`/v1/runs/${id}/state_window`);
  const bundle = await stage.get(`/v1/runs/${id}/ui-bundle`);
  const most = (name, series) => Math.max(...nodes.find((n) => n.id === name).series[series]);
  const promise = Object.fromEntries(bundle.graph.nodes.map((n) => [n.id, n.semantics.slaMinutes]));
  const page = await stage.page();
  await page.addInitScript(watchCanvas);
  const seen = [];
  // Each is looked at while another one is selected: the selected row is drawn larger.
  for (const { id: name } of nodes) {
    const other = nodes.find((n) => n.id !== name).id;
    await page.goto(`${stage.url}/runs/${id}/explore?bin=2&node=${other}`);
    await settled(page);
    const [middle, height] = await rowOf(page, name, nodes.map((n) => n.id));
    seen.push({ name, broke: most(name, 'wait') / promise[name], waiting: most(name, 'queue'), pixels: await deepest(page, middle - height / 2, middle + height / 2) });
  }
  assert.ok(Math.max(...seen.map((s) => s.waiting)) > 9_000 && Math.min(...seen.map((s) => s.waiting)) < 200, 'queues of very different size');
  const byPixels = [...seen].sort((a, b) => b.pixels - a.pixels).map((s) => s.name);
  const byPromise = [...seen].sort((a, b) => b.broke - a.broke).map((s) => s.name);
  assert.deepEqual(byPixels, byPromise, JSON.stringify(seen));
  console.log(`# ${seen.map((s) => `${s.name} ${Math.round(s.waiting)} waiting, ${s.broke.toFixed(2)} of its promise, ${s.pixels} px`).join('; ')}`);
  await page.context().close();
});

it('182 days, classes, a shared capacity, long and CJK names: words keep apart, and each has its card', async () => {
  const runs = {
    '182 days': await stage.create({ templateId: 'supply-chain' }),
    classes: await stage.create({ templateId: 'supply-chain-classes' }),
    'shared capacity': await stage.create({ templateId: 'shared-database' }),
    'long names': await stage.create({ model: longNames(12) }),
    '5,000 nodes': await stage.create({ model: tree(5000, { bins: 24, binSize: 60 }) }),
  };
  const page = await stage.page();
  await page.addInitScript(watchCanvas);
  const found = [];
  for (const [name, id] of Object.entries(runs)) {
    for (const [width, height] of [[1440, 900], [390, 844]]) {
      await page.setViewportSize({ width, height });
      await page.goto(`${stage.url}/runs/${id}/explore`);
      await settled(page);
      for (const fault of await page.evaluate(findFaults)) found.push(`${name}, ${width}: ${fault}`);
      const elements = await page.evaluate(() => document.querySelectorAll('*').length);
      if (elements >= 1500) found.push(`${name}: ${elements} elements`);
    }
    for (const form of ['svg', 'png']) {
      const answer = await fetch(`${stage.api}/v1/runs/${id}/card.${form}`);
      assert.equal(answer.status, 200, `${name}: card.${form}`);
    }
  }
  assert.deepEqual(found, []);
  await page.context().close();
});
