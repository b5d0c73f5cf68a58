// The schedule on a canvas: only the rows in sight are drawn, so thousands of bars scroll as smoothly as fifty.
// Without this script the page shows the same bars a hundred at a time; the table beneath is the same for everybody.

const HEAD = 32, STEPS = [1, 3, 6, 12, 24, 60], MOST = 24, FIRST = 1100; // pixels, months, pixels a day, days
const box = document.querySelector("[data-bars]");
if (box) start(box).catch(() => { box.hidden = true; });

async function start(box) {
  const answer = await fetch(box.dataset.bars, { credentials: "same-origin" });
  if (!answer.ok) return;
  const data = await answer.json();
  box.hidden = false;
  document.querySelector(".still")?.remove();
  chart(box, data);
}

function chart(box, data) {
  const scroller = box.querySelector(".scroller"), canvas = box.querySelector("canvas");
  const space = box.querySelector(".space"), under = box.querySelector(".under"), pen = canvas.getContext("2d");
  const style = getComputedStyle(document.documentElement), token = (name) => style.getPropertyValue(name).trim();
  const colour = { ink: token("--ink"), soft: token("--soft"), line: token("--line"), paper: token("--paper"),
    quiet: token("--quiet"), faint: token("--faint"), ground: token("--ground"), red: token("--red") };
  const hues = [1, 2, 3, 4, 5].map((k) => token(`--g${k}`)), font = token("--han");
  const small = parseInt(token("--small"), 10), large = parseInt(token("--table"), 10), ROW = 2 * small; // pixels
  const zero = new Date(`${data.on}T00:00:00Z`).getTime() / 864e5;
  const bars = data.lanes.flatMap((lane) => lane.bars);
  const days = bars.flatMap((bar) => [bar.start, bar.p80, ...(bar.marks ?? []).map((mark) => mark[0])]);
  const from = days.reduce((a, b) => Math.min(a, b), 0) - 30, to = days.reduce((a, b) => Math.max(a, b), 0) + 30;
  const folded = new Set(), clipped = new Map();
  let rows = [], width = 0, height = 0, left = 0, scale = 1, asked = 0, hover = -1;

  function fit() {
    width = scroller.clientWidth; height = scroller.clientHeight; left = width < 640 ? 128 : 272;
    const ratio = devicePixelRatio || 1;
    canvas.width = width * ratio; canvas.height = height * ratio;
    canvas.style.width = `${width}px`; canvas.style.height = `${height}px`;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    clipped.clear();
  }
  const whole = () => (width - left - 8) / (to - from);
  function lay() {
    rows = data.lanes.flatMap((lane) => [{ lane }, ...(folded.has(lane) ? [] : lane.bars.map((bar) => ({ lane, bar })))]);
    space.style.width = `${left + (to - from) * scale}px`; space.style.height = `${HEAD + rows.length * ROW}px`;
    ask();
  }
  function ask() { if (!asked) asked = requestAnimationFrame(draw); }
  function zoom(next, at = width / 2) {
    const day = (scroller.scrollLeft + at - left) / scale;
    scale = Math.min(MOST, Math.max(Math.min(whole(), 1), next));
    lay(); scroller.scrollLeft = day * scale + left - at;
  }
  function clip(text, room, face) {
    const key = `${face}${text}`;
    if (!clipped.has(key)) {
      let shown = text;
      while (shown && pen.measureText(shown).width > room) shown = shown.slice(0, -2);
      clipped.set(key, shown === text ? text : `${shown}…`);
    }
    return clipped.get(key);
  }
  const x = (day) => left + (day - from) * scale - scroller.scrollLeft;

  function draw() {
    asked = 0;
    const began = performance.now(), top = scroller.scrollTop;
    pen.fillStyle = colour.paper; pen.fillRect(0, 0, width, height);
    ticks();
    const first = Math.max(0, Math.floor(top / ROW)), last = Math.min(rows.length, Math.ceil((top + height) / ROW));
    pen.save(); pen.beginPath(); pen.rect(left, HEAD, width - left, height - HEAD); pen.clip();
    for (let k = first; k < last; k += 1) if (rows[k].bar) bar(rows[k], HEAD + k * ROW - top + ROW / 2);
    today(); pen.restore();
    for (let k = first; k < last; k += 1) label(rows[k], HEAD + k * ROW - top, k === hover);
    pen.fillStyle = colour.paper; pen.fillRect(0, 0, left, HEAD);
    box.dataset.drawn = (performance.now() - began).toFixed(2);
  }
  function ticks() {
    const step = STEPS.find((months) => months * 30 * scale >= 64) ?? 120;
    const begin = new Date((zero + from + scroller.scrollLeft / scale) * 864e5);
    let month = Math.floor((begin.getUTCFullYear() * 12 + begin.getUTCMonth()) / step) * step;
    pen.font = `${small}px ${font}`; pen.textAlign = "center"; pen.textBaseline = "middle";
    for (let at = -1; at < width; month += step) {
      const year = Math.floor(month / 12), of = month % 12;
      at = x(Date.UTC(year, of, 1) / 864e5 - zero);
      if (at < left) continue;
      pen.fillStyle = colour.line; pen.fillRect(Math.round(at), HEAD, 1, height);
      pen.fillStyle = colour.soft; pen.fillText(step >= 12 ? `${year}` : `${year}-${String(of + 1).padStart(2, "0")}`, at, HEAD / 2);
    }
  }
  function today() {
    pen.strokeStyle = colour.ink; pen.setLineDash([4, 3]); pen.lineWidth = 1;
    pen.beginPath(); pen.moveTo(x(0), HEAD); pen.lineTo(x(0), height); pen.stroke(); pen.setLineDash([]);
  }
  function bar({ lane, bar: each }, y) {
    const a = x(each.start), b = x(each.p50), c = x(each.p80);
    const reach = Math.max(c, each.late === undefined ? c : x(each.late));
    if ((each.marks === undefined && reach < left) || a > width) return;
    if (each.late !== undefined) { pen.fillStyle = colour.faint; pen.fillRect(b, y + 7, x(each.late) - b, 2); }
    pen.fillStyle = each.ink ? colour.ink : hues[lane.hue - 1];
    pen.fillRect(b, y - 1, c - b, 2);
    pen.globalAlpha = each.ink ? 1 : 0.35; pen.fillRect(a, y - 5, Math.max(b - a, 2), 10); pen.globalAlpha = 1;
    if (each.merge) { pen.fillStyle = colour.red; path(a, y, [[-8, -5], [-1, 0], [-8, 5]]); pen.fill(); }
    pen.strokeStyle = colour.ink; pen.lineWidth = 1.5;
    for (const [day, done] of each.marks ?? []) {
      path(x(day), y, [[0, -6], [6, 0], [0, 6], [-6, 0]]);
      pen.fillStyle = done ? colour.ink : colour.paper; pen.fill(); pen.stroke();
    }
  }
  function path(at, y, corners) {
    pen.beginPath();
    for (const [dx, dy] of corners) pen.lineTo(at + dx, y + dy);
    pen.closePath();
  }
  function label({ lane, bar: each }, y, marked) {
    pen.fillStyle = each ? (marked ? colour.ground : colour.paper) : colour.ground;
    pen.fillRect(0, y, each ? left : width, ROW);
    pen.textAlign = "left"; pen.textBaseline = "middle"; pen.fillStyle = colour.ink;
    if (!each) { pen.fillStyle = hues[lane.hue - 1]; pen.fillRect(0, y, 4, ROW); pen.fillStyle = colour.ink; }
    pen.font = each ? `${small}px ${font}` : `600 ${large}px ${font}`;
    const text = each ? each.title : `${folded.has(lane) ? "▸" : "▾"} ${lane.title} (${lane.bars.length})`;
    pen.fillText(clip(text, (each ? left : width) - 32, each ? "" : "*"), each ? 16 : 10, y + ROW / 2);
  }
  function row(event) {
    const place = Math.floor((event.clientY - canvas.getBoundingClientRect().top - HEAD + scroller.scrollTop) / ROW);
    return event.clientY - canvas.getBoundingClientRect().top < HEAD ? -1 : place;
  }
  function tell(each) {
    const day = (at) => new Date((zero + at) * 864e5).toISOString().slice(0, 10);
    const merge = each.merge ? ` · ▶ ${each.merge}` : "";
    return `${each.title} · ${each.owner} · P50 ${day(each.p50)} · P80 ${day(each.p80)}${merge}`;
  }
  canvas.addEventListener("click", (event) => {
    const found = rows[row(event)];
    if (!found) return;
    if (found.bar) { if (found.bar.way) location.assign(found.bar.way); return; }
    if (!folded.delete(found.lane)) folded.add(found.lane);
    lay();
  });
  canvas.addEventListener("pointermove", (event) => {
    const place = row(event), found = rows[place];
    if (place === hover) return;
    hover = place; under.textContent = found?.bar ? tell(found.bar) : ""; ask();
    canvas.style.cursor = found && (found.bar?.way || !found.bar) ? "pointer" : "default";
  });
  scroller.addEventListener("scroll", ask, { passive: true });
  scroller.addEventListener("wheel", (event) => {
    if (!event.ctrlKey) return;
    event.preventDefault(); zoom(scale * (event.deltaY < 0 ? 1.25 : 0.8), event.offsetX);
  }, { passive: false });
  scroller.addEventListener("keydown", (event) => {
    if (event.key === "+" || event.key === "=") zoom(scale * 1.25);
    if (event.key === "-") zoom(scale * 0.8);
  });
  for (const button of box.querySelectorAll("[data-zoom]")) button.addEventListener("click", () => {
    zoom({ in: scale * 1.5, out: scale / 1.5, whole: whole() }[button.dataset.zoom]);
  });
  new ResizeObserver(() => { const was = scale === whole(); fit(); if (was) scale = whole(); lay(); }).observe(scroller);
  fit(); scale = Math.max(whole(), (width - left) / FIRST); lay();
  scroller.scrollLeft = Math.max(0, (-30 - from) * scale);
}
