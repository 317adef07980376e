// What can be turned: the inputs of a template, or the constants of a model.
import type { Described, EngineParameter } from '../../../engine/types.ts';
import type { TemplateParameter } from '../api/types.ts';
import { isNumber, ofGrid, sliderOf } from '../inputs.ts';

export interface Knob extends TemplateParameter {
  factor?: readonly number[]; // one number per bin, turned up and down as a whole: the value is a factor
  overTime: boolean; // may have another value in some bins
}

const isKnob = (p: TemplateParameter): boolean => isNumber(p) && !ofGrid(p) && sliderOf(p) !== null;

export const knobsOfTemplate = (parameters: readonly TemplateParameter[]): Knob[] => parameters.filter(isKnob).map((p) => ({ ...p, overTime: true }));

// A template as the engine tells it, where no server does.
export const parametersOf = (model: Described): TemplateParameter[] =>
  (model.template?.parameters ?? []).map((p) => ({ name: p.name, type: p.type, title: p.title || undefined, unit: p.unit || undefined, defaultValue: p.default, min: p.min ?? null, max: p.max ?? null, step: p.step }));

export const knobsOfModel = (model: Described): Knob[] => model.parameters.map(knobOf).filter(isKnob);

function knobOf(p: EngineParameter): Knob {
  const common = { name: p.id, type: 'number', title: p.id, overTime: !p.scalarOnly };
  if (p.values.length === 1) return { ...common, defaultValue: p.values[0], min: p.values[0] < 0 ? null : 0 };
  return { ...common, title: `${p.id}, times`, defaultValue: 1, min: 0, max: 3, step: 0.01, factor: p.values };
}
