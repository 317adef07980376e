// Which bins the map shows, and where a bin stands. The timeline always shows the whole run.
import type { Geometry } from './geometry.ts';

export interface View {
  from: number; // first drawn point
  to: number; // exclusive
}

export interface Plane {
  x: number;
  width: number;
  from: number;
  to: number;
}

export const mapPlane = (geo: Geometry, view: View): Plane => ({ x: geo.mapX, width: geo.mapWidth, ...view });
export const wholePlane = (geo: Geometry, points: number): Plane => ({ x: geo.mapX, width: geo.mapWidth, from: 0, to: points });
export const middleOf = (p: Plane, point: number): number => p.x + ((point + 0.5 - p.from) / (p.to - p.from)) * p.width;
export const startOf = (p: Plane, point: number): number => p.x + ((point - p.from) / (p.to - p.from)) * p.width;
export const pointAt = (p: Plane, x: number): number =>
  Math.max(p.from, Math.min(p.to - 1, Math.floor(p.from + ((x - p.x) / p.width) * (p.to - p.from))));

const LEAST = 4;

export function clampView(from: number, to: number, points: number): View {
  const wide = Math.max(Math.min(LEAST, points), Math.min(points, Math.round(to - from)));
  const start = Math.max(0, Math.min(points - wide, Math.round(from)));
  return { from: start, to: start + wide };
}

export function zoomed(view: View, around: number, factor: number, points: number): View {
  const wide = (view.to - view.from) * factor;
  const share = (around - view.from) / Math.max(1, view.to - view.from);
  return clampView(around - share * wide, around - share * wide + wide, points);
}
