// Finds words that collide, are cut off or leave their box: in the document and on the canvases.
// Runs inside the page. Words that end in an ellipsis on purpose are allowed; so is what scrolls.

export const watchCanvas = () => {
  window.__ft = { texts: {} };
};

export function findFaults() {
  const faults = [];
  const seen = (el) => el.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && !el.closest('.sr, [role=listbox], dialog:not([open]), svg, option');
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const el = node.parentElement;
    if (!node.data.trim() || !el || !seen(el)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const r of range.getClientRects()) if (r.width > 1 && r.height > 1) boxes.push({ el, text: node.data.trim().slice(0, 40), r });
  }
  const layer = (el) => el.closest('.tray, .sheet, dialog, .goto, thead, .foot, .panel.fade');
  const shown = [];
  for (const { el, text, r } of boxes) {
    let [left, right, top, bottom] = [r.left, r.right, r.top, r.bottom];
    let hidden = false;
    for (let up = el; up && up !== document.documentElement; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      const box = up.getBoundingClientRect();
      const scrolls = /auto|scroll/.test(style.overflowY + style.overflowX);
      if (!scrolls && style.textOverflow !== 'ellipsis' && (left < box.left - 1.5 || right > box.right + 1.5)) faults.push(`cut off: "${text}" in ${up.className || up.tagName}`);
      [left, right, top, bottom] = [Math.max(left, box.left), Math.min(right, box.right), Math.max(top, box.top), Math.min(bottom, box.bottom)];
      if (right - left < 1 || bottom - top < 1) hidden = true;
      if (hidden) break;
    }
    if (!hidden && (right > innerWidth + 1 || left < -1)) faults.push(`off the page: "${text}"`);
    if (!hidden) shown.push({ el, text, left, right, top: top + 2, bottom: bottom - 2 });
  }
  const meet = (a, b) => Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1.5 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1.5;
  for (let i = 0; i < shown.length; i++) {
    for (let k = i + 1; k < shown.length; k++) {
      if (shown[i].el === shown[k].el || layer(shown[i].el) !== layer(shown[k].el)) continue;
      if (meet(shown[i], shown[k])) faults.push(`collide: "${shown[i].text}" and "${shown[k].text}"`);
    }
  }
  const canvas = document.querySelector('.score canvas, .scroll canvas');
  const drawn = Object.values(window.__ft?.texts ?? {}).flat().filter(Boolean);
  if (!canvas) return faults;
  const [w, h] = [canvas.clientWidth, canvas.clientHeight];
  const inside = drawn.filter((t) => t.y > 0 && t.y + t.height < h);
  for (const t of inside) if (t.x < -0.5 || t.x + t.width > w + 0.5) faults.push(`leaves the canvas: "${t.text}" at ${Math.round(t.x)},${Math.round(t.y)}`);
  for (let i = 0; i < inside.length; i++) {
    for (let k = i + 1; k < inside.length; k++) {
      const [a, b] = [inside[i], inside[k]];
      if (Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x) > 1.5 && Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y) > 1.5) {
        faults.push(`collide on the canvas: "${a.text}" and "${b.text}" at ${Math.round(a.x)},${Math.round(a.y)}`);
      }
    }
  }
  return faults;
}
