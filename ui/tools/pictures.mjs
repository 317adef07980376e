// Screenshots of the pages as they are, at the sizes of the drawn pictures, into a folder:
//   FLOWTIME_BIN=../build/release/flowtime node tools/pictures.mjs FOLDER [NAME...]
// With FLOWTIME_PAGES=checkout the pages of dist/, whatever the program holds.
import { mkdirSync } from 'node:fs';

import { tree } from '../tests/support/models.mjs';
import { drawn, openStage, settled } from '../tests/support/stage.mjs';

const [folder, ...wanted] = process.argv.slice(2);
if (!folder) throw new Error('usage: pictures.mjs FOLDER [NAME...]');
mkdirSync(folder, { recursive: true });

const WIDE = [1440, 900];
const PHONE = [390, 844];
const empty = await openStage();
const stage = await openStage();
const shop = (parameters) => stage.create({ templateId: 'order-system', parameters });
const other = { paymentCapacity: 78, ordersPerBin: 42, declineRatio: 0.04 };
for (const id of ['it-microservices', 'support-centre', 'retry-storm', 'shared-database', 'document-pipeline', 'network-reliability']) await stage.create({ templateId: id });
const supply = await stage.create({ templateId: 'supply-chain' });
const storm = await stage.create({ templateId: 'retry-storm' });
for (const paymentCapacity of [60, 66, 87]) await shop({ paymentCapacity });
const [b, c] = [await shop(other), await shop({ paymentCapacity: 76 })];
const a = await shop({});
const many = await stage.create({ model: tree(36) });

const PICTURES = {
  explore: [WIDE, `/runs/${a}/explore`],
  'explore-36': [WIDE, `/runs/${many}/explore`],
  'explore-supply': [WIDE, `/runs/${supply}/explore`],
  'explore-storm': [WIDE, `/runs/${storm}/explore`],
  why: [WIDE, `/runs/${a}/explore?bin=167&node=Payment&tab=why`],
  trends: [WIDE, `/runs/${a}/explore?bin=167&node=Payment&tab=trends`],
  home: [WIDE, '/'],
  'home-first': [WIDE, '/', { on: empty }],
  runs: [WIDE, '/runs', { act: (page) => page.locator('[data-run] .check').evaluateAll((all) => all.slice(2, 4).forEach((el) => el.click())) }],
  compare: [WIDE, `/compare?runs=${a},${b}`],
  lab: [WIDE, '/lab?template=order-system&vary=paymentCapacity&from=60&to=96', { act: async (page) => { await page.locator('.form .pri').click(); await page.locator('.values .on').waitFor({ timeout: 60_000 }); await page.locator('[role=status]', { hasText: 'none was kept' }).waitFor({ timeout: 60_000 }); } }],
  new: [WIDE, '/new?template=order-system&p.paymentCapacity=76'],
  whatif: [WIDE, `/models/order-system?from=${a}&p.paymentCapacity=76`],
  story: [WIDE, `/runs/${a}/story?step=3`],
  phone: [PHONE, `/runs/${a}/explore`],
  slo: [WIDE, `/runs/${a}/slo`],
  checks: [WIDE, `/runs/${a}/checks`],
  files: [WIDE, `/runs/${a}/files`],
  'compare-choose': [WIDE, '/compare'],
  'compare-76': [WIDE, `/compare?runs=${a},${c}`],
};

for (const [name, [[width, height], path, { on = stage, act } = {}]] of Object.entries(PICTURES)) {
  if (wanted.length && !wanted.includes(name)) continue;
  for (const colorScheme of ['light', 'dark']) {
    const page = await on.page({ viewport: { width, height }, colorScheme, hasTouch: width < 700 });
    await page.goto(on.url + path);
    await settled(page);
    if (act) await act(page);
    await page.waitForTimeout(300);
    await drawn(page);
    await page.screenshot({ path: `${folder}/${name}-${colorScheme}.png` });
    console.log(`${name}-${colorScheme}`);
    await page.context().close();
  }
}
await empty.close();
await stage.close();
