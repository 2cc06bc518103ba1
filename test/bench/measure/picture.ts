import { limitsOf, verdictOf, type Figure, type Verdict } from './figure.js';

const WIDTH = 1_080;
/** Characters of a yardstick's name that have room. */
const ROOM = 60;
const ROW = 24;
const TOP = 96;
/** Where the scale begins and ends, in pixels and in multiples of the target. */
const SCALE = { left: 520, right: 820, least: 1 / 16, most: 16 };
const MARKS = [1 / 16, 1 / 4, 1, 4, 16];
const NAMES: Readonly<Record<Verdict, string>> = { reached: 'reached', missed: 'missed', noise: 'within the noise' };

/**
 * All figures that have a target as an SVG, a row each, on one scale: how far from its own target,
 * logarithmic, and to the right is better whatever was measured. Readable on light and dark, and without colours.
 */
export function picture(figures: readonly Figure[]): string {
  const rows = figures.filter((figure) => verdictOf(figure) !== null);
  const height = TOP + rows.length * ROW + 40;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, sans-serif" role="img" aria-labelledby="title desc">
<title id="title">What npm run bench measured, each figure against its target</title>
<desc id="desc">${escaped(inWords(rows))}</desc>
${STYLE}
<rect class="ground" width="${WIDTH}" height="${height}" rx="8"/>
<text class="head" x="24" y="34">Against the yardsticks</text>
<text class="note" x="24" y="54">ratio of hub to yardstick in one run, median of the rounds and their spread; every row on the scale of its own target</text>
${scale(height)}
${rows.map((figure, place) => row(figure, TOP + place * ROW, figure.bench !== rows[place - 1]?.bench)).join('\n')}
</svg>
`;
}

const STYLE = `<style>
.ground{fill:#fff} .head{font-size:17px;font-weight:600;fill:#1b1f24} .bench{font-size:13px;font-weight:600;fill:#1b1f24}
.what{font-size:12px;fill:#1b1f24} .note{font-size:12px;fill:#57606a} .end{text-anchor:end} .mid{text-anchor:middle}
.line{stroke:#d0d7de} .target{stroke:#1b1f24;stroke-width:1.6} .range{stroke-width:3;stroke-linecap:round}
.reached{fill:#1a7f37;stroke:#1a7f37} .missed{fill:#bc4c00;stroke:#bc4c00} .noise{fill:#fff;stroke:#57606a} .word{stroke:none} .word.noise{fill:#57606a}
@media (prefers-color-scheme: dark){
.ground{fill:#0d1117} .head,.bench,.what{fill:#e6edf3} .note{fill:#9198a1} .line{stroke:#30363d} .target{stroke:#e6edf3}
.reached{fill:#3fb950;stroke:#3fb950} .missed{fill:#f0883e;stroke:#f0883e} .noise{fill:#0d1117;stroke:#9198a1} .word.noise{fill:#9198a1} .word{stroke:none}}
</style>`;

function scale(height: number): string {
  const end = height - 34;
  const marks = MARKS.map((mark) => {
    const x = place(mark);
    return `<line class="${mark === 1 ? 'target' : 'line'}" x1="${x}" x2="${x}" y1="${TOP - 14}" y2="${end}"/>`
      + `<text class="note mid" x="${x}" y="${TOP - 20}">${mark === 1 ? 'target' : mark < 1 ? `1/${1 / mark}` : `${mark} ×`}</text>`;
  });
  return `${marks.join('\n')}
<text class="note" x="${SCALE.left}" y="${height - 14}">← worse</text><text class="note end" x="${SCALE.right}" y="${height - 14}">better →</text>`;
}

function row(figure: Figure, y: number, first: boolean): string {
  const verdict = verdictOf(figure)!;
  const [from, to] = figure.spread.map((ratio) => place(margin(figure, ratio))) as [number, number];
  const x = place(margin(figure, figure.ratio));
  return `${first ? `<text class="bench" x="24" y="${y + 4}">${escaped(figure.bench)}</text>` : ''}
<text class="what" x="112" y="${y + 4}">${escaped(short(figure.yardstick))}</text>
<line class="range ${verdict}" x1="${from}" x2="${to}" y1="${y}" y2="${y}" opacity="0.45"/>${sign(verdict, x, y)}
<text class="what end" x="${SCALE.right + 76}" y="${y + 4}">${figure.ratio} ×</text><text class="note" x="${SCALE.right + 88}" y="${y + 4}">${limitsOf(figure)}</text>
<text class="what word end ${verdict}" x="${WIDTH - 24}" y="${y + 4}">${NAMES[verdict]}</text>`;
}

/** Told apart by form as well as by colour. */
function sign(verdict: Verdict, x: number, y: number): string {
  if (verdict === 'missed') return `<path class="missed" d="M${x} ${y - 6} L${x + 6} ${y} L${x} ${y + 6} L${x - 6} ${y} z"/>`;
  return `<circle class="${verdict}" cx="${x}" cy="${y}" r="5" stroke-width="1.6"/>`;
}

/** How often the target is reached: above 1 it is, whether more or less is wanted. */
function margin({ target, least }: Figure, ratio: number): number {
  return Math.min(target === undefined ? Infinity : target / ratio, least === undefined ? Infinity : ratio / least);
}

function place(multiple: number): number {
  const { left, right, least, most } = SCALE;
  const within = Math.min(Math.max(multiple, least), most);
  return Math.round(left + ((right - left) * Math.log(within / least)) / Math.log(most / least));
}

function inWords(rows: readonly Figure[]): string {
  const told = (verdict: Verdict) => rows.filter((figure) => verdictOf(figure) === verdict);
  const each = rows.map((figure) => `${figure.bench}, ${figure.yardstick}: ${figure.ratio} × (target ${limitsOf(figure)}), ${NAMES[verdictOf(figure)!]}`);
  return `${rows.length} targets: ${told('reached').length} reached, ${told('missed').length} missed, ${told('noise').length} within the noise. ${each.join('. ')}.`;
}

const short = (text: string) => (text.length > ROOM ? `${text.slice(0, ROOM - 1)}…` : text);
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
