// The stages of a job in words.
const STAGES: Record<string, string> = {
  '': 'Waiting for its turn', accept: 'Accepted', 'resolve-template': 'Reading the example', 'bind-parameters': 'Setting the inputs', expand: 'Filling in the example',
  validate: 'Checking the model', compile: 'Compiling', evaluate: 'Evaluating', check: 'Checking what came out', judge: 'Judging', write: 'Writing', verify: 'Verifying', publish: 'Publishing',
};

export const stageWords = (stage: string): string => STAGES[stage] ?? stage;
