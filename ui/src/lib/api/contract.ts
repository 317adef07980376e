// What the server promises (schema.ts, made from /openapi.json) can be read as what the pages read
// (types.ts). Types only: where one is not, the check of types fails here, by name.
import type { components } from './schema.ts';
import type * as T from './types.ts';

type S = components['schemas'];
type Reads<Server extends Page, Page> = [Server, Page];

export type Contract = [
  Reads<S['Finding'], T.Finding>, Reads<S['RunPage'], T.RunPage>, Reads<Omit<S['UiBundle'], 'findings' | 'headline'>, T.UiBundle>, Reads<S['StateWindow'], T.StateWindow>,
  Reads<S['Job'], T.Job>, Reads<S['SeriesIndex'], T.SeriesIndex>, Reads<S['Run'], T.RunAnswer>,
];
