// The card of a run or a comparison, as the server draws it: one picture to be passed on.
import * as api from './api/client.ts';
import { download, shots } from './shots.svelte.ts';

const drawn = (runs: readonly string[], form: 'png' | 'svg'): Promise<Blob> => (runs.length === 1 ? api.cardOf(runs[0], form) : api.comparisonCard(runs, form));

// The server has outlines of Latin letters and of the signs of its sentences; other scripts are drawn by the browser,
// whose system has their letters.
const OTHER_SCRIPTS = /[^\u0000-\u024f\u2000-\u22ff\u25a0-\u25ff]/;
const [WIDTH, HEIGHT] = [1200, 630];

async function imageOf(runs: readonly string[]): Promise<Blob> {
  const svg = await drawn(runs, 'svg');
  const text = await svg.text();
  return OTHER_SCRIPTS.test(text) ? painted(text) : drawn(runs, 'png');
}

async function painted(svg: string): Promise<Blob> {
  const image = new Image(WIDTH, HEIGHT);
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [WIDTH, HEIGHT];
  canvas.getContext('2d')!.drawImage(image, 0, 0, WIDTH, HEIGHT);
  return new Promise((done, failed) => canvas.toBlob((blob) => (blob ? done(blob) : failed(new Error('This browser makes no PNG.'))), 'image/png'));
}
const nameOf = (runs: readonly string[], form: string): string => `${runs.join('-')}-card.${form}`;

async function told(what: string, act: () => Promise<string>): Promise<void> {
  try {
    shots.say(await act());
  } catch (error) {
    shots.say(`${what} did not work: ${error instanceof Error ? error.message : String(error)}`);
  }
}

// To the clipboard as an image; where the browser has none for images, as a file. Of two runs: the comparison.
export const copyCard = (...runs: string[]): Promise<void> => told('Copying the card', async () => {
  const image = await imageOf(runs);
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': image })]);
    return 'Card copied';
  } catch {
    download(nameOf(runs, 'png'), image);
    return 'Card saved';
  }
});

export const saveCard = (...runs: string[]): Promise<void> => told('Saving the card', async () => {
  download(nameOf(runs, 'svg'), await drawn(runs, 'svg'));
  return 'Card saved';
});
