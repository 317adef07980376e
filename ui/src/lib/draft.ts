// What somebody typed into the form of an example, kept in this browser until it is run or reset.
export type Values = Record<string, string>;

const key = (template: string): string => `flowtime.draft.${template}`;

export function readDraft(template: string): Values {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key(template)) ?? '{}');
    return kept && typeof kept === 'object' ? (kept as Values) : {};
  } catch {
    return {};
  }
}

export function keepDraft(template: string, values: Values): boolean {
  try {
    if (Object.keys(values).length) localStorage.setItem(key(template), JSON.stringify(values));
    else localStorage.removeItem(key(template));
    return true;
  } catch {
    return false;
  }
}
