// How much each input of an example matters: by itself a tenth down and a tenth up, evaluated in the page.
import type { TemplateParameter } from './api/types.ts';
import { ofGrid } from './inputs.ts';
import { figure, type Measure } from './lab.ts';
import type { RunData } from './run_data.ts';

export interface Effect {
  down: number; // change of the figure with a tenth less
  up: number;
}

export interface Effects {
  measure: Measure;
  node: string;
  of: Map<string, Effect>;
  most: number; // the largest of them
}

type Evaluate = (values: Record<string, number>) => Promise<RunData | null>;

const NOTHING = 1e-6; // of the figure itself

// Where nothing waits, the load is what moves.
export async function effectsOf(parameters: readonly TemplateParameter[], evaluate: Evaluate): Promise<Effects | null> {
  const base = await evaluate({});
  const node = base?.headline?.nodeId ?? base?.nodes.find((n) => n.load)?.id;
  if (!base || !node) return null;
  const measure: Measure = (figure(base, node, 'longestMinutes') ?? 0) > 1e-6 ? 'longestMinutes' : 'load';
  const before = figure(base, node, measure) ?? 0;
  const of = new Map<string, Effect>();
  for (const p of parameters) {
    if (typeof p.defaultValue !== 'number' || p.defaultValue === 0 || ofGrid(p)) continue;
    const change = async (factor: number): Promise<number> => {
      const made = await evaluate({ [p.name]: within(p, Number(p.defaultValue) * factor) }).catch(() => null);
      const moved = made ? (figure(made, node, measure) ?? 0) - before : 0;
      return Math.abs(moved) > NOTHING * Math.max(1, Math.abs(before)) ? moved : 0;
    };
    of.set(p.name, { down: await change(0.9), up: await change(1.1) });
  }
  return { measure, node, of, most: Math.max(0, ...[...of.values()].flatMap((e) => [Math.abs(e.down), Math.abs(e.up)])) };
}

const within = (p: TemplateParameter, value: number): number => {
  const inside = Math.min(p.max ?? Infinity, Math.max(p.min ?? -Infinity, value));
  return p.type === 'integer' ? Math.round(inside) : Number(inside.toPrecision(12));
};

// The strongest first; of equals in the order of the template.
export const byEffect = (parameters: readonly TemplateParameter[], effects: Effects | null): TemplateParameter[] => {
  const size = (p: TemplateParameter): number => {
    const e = effects?.of.get(p.name);
    return e ? Math.max(Math.abs(e.down), Math.abs(e.up)) : 0;
  };
  return [...parameters].sort((p, q) => size(q) - size(p));
};
