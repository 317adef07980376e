// Where the number on show was computed, for the status bar.
export interface Computed {
  where: 'page' | 'server';
  milliseconds: number | null;
  why: string; // of the server: why not in the page
}

class Place {
  now = $state.raw<Computed | null>(null);
}

export const computed = new Place();
