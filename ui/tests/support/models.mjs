// Models that the journeys need beside the templates, as text: shapes that a page must survive.

const shape = (bins) => Array.from({ length: bins }, (_, i) => (40 + 60 * Math.max(0, Math.sin(((i / bins) * 24 - 6) * (Math.PI / 12)))).toFixed(3));

// A tree of `n` services with queues; every `hot`-th is too small at noon, so that it falls behind.
export function tree(n, { bins = 288, hot = 7, binSize = 5, names = (i) => `Service${i}`, sla = 15, groups = 6 } = {}) {
  const nodes = [`  - {id: demand, kind: const, values: [${shape(bins).join(',')}]}`];
  const topology = [];
  const edges = [];
  const share = [];
  for (let i = 0; i < n; i++) {
    const parent = i === 0 ? -1 : Math.floor((i - 1) / 3);
    share[i] = i === 0 ? 1 : share[parent] * 0.5;
    const capacity = 100 * share[i] * (i % hot === hot - 1 ? 0.82 : 1.1 + (i % 5) * 0.2);
    const source = i === 0 ? 'demand' : `s${parent} * 0.5`;
    nodes.push(`  - {id: a${i}, kind: expr, expr: "${source}"}`);
    nodes.push(`  - {id: c${i}, kind: expr, expr: "${capacity.toFixed(4)}"}`);
    nodes.push(`  - {id: s${i}, kind: expr, expr: "MIN(c${i}, a${i} + SHIFT(q${i}, 1))"}`);
    const name = JSON.stringify(names(i));
    topology.push(`    - {id: ${name}, kind: serviceWithBuffer, group: "Group ${Math.floor((i * groups) / n) + 1}", semantics: {arrivals: a${i}, served: s${i}, queueDepth: q${i}, capacity: c${i}, slaMin: ${sla}}, initialCondition: {queueDepth: 0}}`);
    if (parent >= 0) edges.push(`    - {id: e${i}, from: ${JSON.stringify(names(parent))}, to: ${name}, type: throughput, weight: 0.5}`);
  }
  return [
    'schemaVersion: 1', `grid: {bins: ${bins}, binSize: ${binSize}, binUnit: minutes, start: "2026-03-02T00:00:00Z"}`,
    'topology:', '  nodes:', ...topology, edges.length ? '  edges:' : '  edges: []', ...edges, 'nodes:', ...nodes, '',
  ].join('\n');
}

// Two desks over a few hours; with one bin nothing but a bar is left of it.
export const desks = (bins) => `schemaVersion: 1
grid: {bins: ${bins}, binSize: 60, binUnit: minutes, start: "2026-03-02T08:00:00Z"}
topology:
  nodes:
    - {id: Desk, kind: service, semantics: {arrivals: came, served: taken, capacity: desk_capacity}}
    - {id: Doctors, kind: serviceWithBuffer, semantics: {arrivals: taken, served: seen, queueDepth: waiting, capacity: doctors, slaMin: 30}, initialCondition: {queueDepth: 0}}
  edges:
    - {id: e1, from: Desk, to: Doctors, type: throughput}
nodes:
  - {id: came, kind: const, values: [${Array.from({ length: bins }, (_, i) => [26, 30, 24, 14, 12, 16, 10, 8][i % 8]).join(', ')}]}
  - {id: desk_capacity, kind: expr, expr: "30"}
  - {id: taken, kind: expr, expr: "MIN(came, desk_capacity)"}
  - {id: doctors, kind: expr, expr: "18"}
  - {id: seen, kind: expr, expr: "MIN(doctors, taken + SHIFT(waiting, 1))"}
`;

// No capacity is declared anywhere.
export const noCapacity = `schemaVersion: 1
grid: {bins: 48, binSize: 60, binUnit: minutes, start: "2026-03-02T00:00:00Z"}
topology:
  nodes:
    - {id: Work, kind: serviceWithBuffer, semantics: {arrivals: came, served: done, queueDepth: left}, initialCondition: {queueDepth: 0}}
  edges: []
nodes:
  - {id: came, kind: const, values: [${Array.from({ length: 48 }, (_, i) => (i % 12 === 0 ? 100 : 15)).join(', ')}]}
  - {id: done, kind: expr, expr: "MIN(20, came + SHIFT(left, 1))"}
`;

const LONG = ['Zahlungsverkehrsabwicklungsstelle für Auslandsüberweisungen', '東京第二配送センター受付窓口', 'eu-west-1/orders-db-replica-03/secondary-read-path', 'Second-line support (evening shift, contractors)'];
export const longNames = (n) => tree(n, { names: (i) => `${LONG[i % LONG.length]} ${i + 1}`, hot: 3 });

// Series without a topology.
export const series = `schemaVersion: 1
grid: {bins: 8, binSize: 60, binUnit: minutes, start: "2026-03-02T08:00:00Z"}
nodes:
  - {id: demand, kind: const, values: [10, 20, 30, 40, 40, 30, 20, 10]}
  - {id: served, kind: expr, expr: "demand * 0.8"}
`;

// Six desks of very different size; each is overrun once, so that the last that came waits so many promises of 15 min:
// the larger the queue, the smaller the breach.
const OVERRUNS = [['Ants', 10_000, 0.3], ['Bees', 4_000, 0.6], ['Cats', 1_600, 0.9], ['Dogs', 640, 1.2], ['Elks', 250, 1.5], ['Foxes', 100, 1.8]];
export const queues = `schemaVersion: 1
grid: {bins: 96, binSize: 5, binUnit: minutes, start: "2026-03-02T00:00:00Z"}
topology:
  nodes:
${OVERRUNS.map(([name]) => `    - {id: ${name}, kind: serviceWithBuffer, semantics: {arrivals: in_${name}, served: out_${name}, queueDepth: q_${name}, capacity: c_${name}, slaMin: 15}, initialCondition: {queueDepth: 0}}`).join('\n')}
  edges: []
nodes:
${OVERRUNS.flatMap(([name, waiting, breach]) => {
  const capacity = waiting / (breach * 3); // of a bin: `breach` promises of three bins
  const came = Array.from({ length: 96 }, (_, i) => (i === 40 ? waiting + capacity : capacity * 0.4).toFixed(4));
  return [`  - {id: in_${name}, kind: const, values: [${came.join(', ')}]}`, `  - {id: c_${name}, kind: const, values: [${capacity.toFixed(6)}]}`, `  - {id: out_${name}, kind: expr, expr: "MIN(c_${name}, in_${name} + SHIFT(q_${name}, 1))"}`];
}).join('\n')}
`;

// One desk shares its work among `n`, and another one takes it from all of them; every `again`-th tries a part again.
export function fan(n, { bins = 96, again = 4, before = 0 } = {}) {
  const desks = Array.from({ length: n }, (_, i) => i);
  const weights = desks.map((i) => 1 + ((i * 5) % 7));
  const whole = weights.reduce((sum, w) => sum + w, 0);
  const part = (i) => (weights[i] / whole).toFixed(6);
  const ahead = Array.from({ length: before }, (_, i) => i);
  const node = (id, label, arrivals, served, capacity) => `    - {id: ${id}, kind: service, semantics: {arrivals: ${arrivals}, served: ${served}, capacity: ${capacity}}}`;
  const edge = (from, to, weight = 1) => `    - {id: ${from}_${to}, from: ${from}, to: ${to}, type: throughput, weight: ${weight}}`;
  const queued = (i) => i % again === again - 1;
  const desk = (i) => (queued(i) ? `    - {id: Desk${i + 1}, kind: serviceWithBuffer, semantics: {arrivals: d${i}, served: s${i}, queueDepth: q${i}, capacity: c${i}, errors: f${i}, failures: f${i}, attempts: t${i}, retryEcho: r${i}, slaMin: 15}, initialCondition: {queueDepth: 0}}` : node(`Desk${i + 1}`, '', `d${i}`, `s${i}`, `c${i}`));
  const door = before ? `Hall${before}` : 'Door';
  return [
    'schemaVersion: 1', `grid: {bins: ${bins}, binSize: 15, binUnit: minutes, start: "2026-03-02T00:00:00Z"}`, 'topology:', '  nodes:',
    ...ahead.map((i) => node(`Hall${i + 1}`, '', 'came', 'came', 'much')),
    ...(before ? [] : [node('Door', '', 'came', 'came', 'much')]), ...desks.map(desk), node('Till', '', 'all', 'all', 'much'), '  edges:',
    ...ahead.slice(1).map((i) => edge(`Hall${i}`, `Hall${i + 1}`)), ...desks.map((i) => edge(door, `Desk${i + 1}`, part(i))), ...desks.map((i) => edge(`Desk${i + 1}`, 'Till')),
    'nodes:', `  - {id: came, kind: const, values: [${shape(bins).join(',')}]}`, '  - {id: much, kind: expr, expr: "120"}',
    ...desks.flatMap((i) => [`  - {id: d${i}, kind: expr, expr: "came * ${part(i)}${queued(i) ? ` + SHIFT(r${i}, 1)` : ''}"}`, `  - {id: c${i}, kind: expr, expr: "${(100 * part(i) * (queued(i) ? 0.9 : 1.3)).toFixed(4)}"}`, `  - {id: s${i}, kind: expr, expr: "MIN(c${i}, d${i}${queued(i) ? ` + SHIFT(q${i}, 1)` : ''})${queued(i) ? ' * 0.9' : ''}"}`, ...(queued(i) ? [`  - {id: t${i}, kind: expr, expr: "MIN(c${i}, d${i} + SHIFT(q${i}, 1))"}`, `  - {id: f${i}, kind: expr, expr: "t${i} * 0.1"}`, `  - {id: r${i}, kind: expr, expr: "f${i} * 0.8"}`] : [])]),
    `  - {id: all, kind: expr, expr: "${desks.map((i) => `s${i}`).join(' + ')}"}`, '',
  ].join('\n');
}
