import { markupText } from '../../base/index.ts';
import { type Forest, type ForestRow, placeOn, rangeText, shown } from './forest.ts';
import { axisName, ofText } from './measure.ts';

const ROW = 28;
const TOP = 44;
const LABELS = 180;
const PLOT = 380;
/** Room for the numbers: at least this much, and so much for each letter of the longest line. */
const NUMBERS_MIN = 250;
const LETTER = 7;
const MARGIN = 24;
/** From one line of words to the next. */
const LINE = 18;
/** So that what is sure to a hair of the axis is still seen. */
const DIAMOND_MIN = 3;
const SQUARE_MAX = 16;
const SQUARE_MIN = 4;

const STYLE = `
  svg { color: #1a1a1a; background: #ffffff; font: 14px system-ui, sans-serif; }
  text { fill: currentColor; }
  .small { font-size: 12px; }
  .line { stroke: currentColor; }
  .zero { stroke: currentColor; stroke-dasharray: 3 3; opacity: 0.6; }
  .site { fill: #2b6cb0; }
  .all { fill: #b7472a; }
  .expected { stroke: #b7472a; stroke-dasharray: 4 3; }
  @media (prefers-color-scheme: dark) {
    svg { color: #eeeeee; background: #16181d; }
    .site { fill: #7fb3e8; }
    .all { fill: #f0a58f; }
    .expected { stroke: #f0a58f; }
  }
`;

/** A forest plot as a picture that needs nothing else; it has a title and a description for those who don't see it. */
export function forestSvg(forest: Forest, title: string): string {
  const lines = [...forest.rows, forest.together];
  const bottom = TOP + lines.length * ROW;
  const below = belowOf(forest);
  const height = bottom + 40 + below.length * LINE;
  const longest = Math.max(...lines.map((row) => numbersOf(row).length));
  const besides = LABELS + PLOT + Math.max(NUMBERS_MIN, MARGIN + LETTER * longest);
  const width = Math.max(besides, ...below.map((line) => MARGIN + LETTER * line.length));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title description">
<title id="title">${markupText(title)}</title>
<desc id="description">${markupText(lines.map(spoken).join(' '))}</desc>
<style>${STYLE}</style>
<text x="8" y="24">Site</text><text x="${LABELS + PLOT + 16}" y="24">Effect [${markupText(forest.confidence)} interval], weight</text>
<line class="zero" x1="${x(forest, 0)}" x2="${x(forest, 0)}" y1="${TOP - 8}" y2="${bottom}"/>
${lines.map((row, at) => rowSvg(row, forest, TOP + at * ROW + ROW / 2)).join('\n')}
${axisSvg(forest, bottom)}
${below.map((line, at) => `<text class="small" x="8" y="${bottom + 40 + at * LINE}">${markupText(line)}</text>`).join('\n')}
</svg>
`;
}

/** What the axis is of, and on which scale; nothing of a table's effects. */
function belowOf({ measure }: Forest): readonly string[] {
  return measure === undefined ? [] : [`Effect: ${axisName(measure)}`, `of ${ofText(measure)}`];
}

function spoken({ label, estimate, ci, weight }: ForestRow): string {
  const share = weight === undefined ? '' : `, weight ${weight.toFixed(1)} %`;
  return `${label}: ${shown(estimate, ci)}, from ${shown(ci[0], ci)} to ${shown(ci[1], ci)}${share}.`;
}

function x({ axis }: Forest, value: number): string {
  return (LABELS + 10 + placeOn(axis, value) * (PLOT - 20)).toFixed(1);
}

function numbersOf({ estimate, ci, weight }: ForestRow): string {
  return `${shown(estimate, ci)} ${rangeText(ci)}${weight === undefined ? '' : `, ${weight.toFixed(1)} %`}`;
}

function rowSvg(row: ForestRow, forest: Forest, y: number): string {
  const { label, estimate, ci, weight } = row;
  const at = (value: number): string => x(forest, value);
  const words = `<text x="8" y="${y + 5}">${markupText(cut(label))}</text><text class="small" x="${LABELS + PLOT + 16}" y="${y + 4}">${numbersOf(row)}</text>`;
  if (weight === undefined) {
    const expected = forest.pi === null ? '' : lineSvg('expected', [at(forest.pi[0]), at(forest.pi[1])], y);
    const place = (value: number): number => Number(at(value));
    const middle = place(estimate);
    const [from, to] = [Math.min(place(ci[0]), middle - DIAMOND_MIN), Math.max(place(ci[1]), middle + DIAMOND_MIN)];
    const diamond = `${from},${y} ${middle},${y - 8} ${to},${y} ${middle},${y + 8}`;
    return `${words}${expected}<polygon class="all" points="${diamond}"/>`;
  }
  const side = SQUARE_MIN + (SQUARE_MAX - SQUARE_MIN) * Math.sqrt(weight / 100);
  const square = `<rect class="site" x="${(Number(at(estimate)) - side / 2).toFixed(1)}" y="${(y - side / 2).toFixed(1)}" width="${side.toFixed(1)}" height="${side.toFixed(1)}"/>`;
  return `${words}${lineSvg('line', [at(ci[0]), at(ci[1])], y)}${square}`;
}

function lineSvg(name: string, [from, to]: readonly [string, string], y: number): string {
  return `<line class="${name}" x1="${from}" x2="${to}" y1="${y}" y2="${y}"/>`;
}

function axisSvg(forest: Forest, y: number): string {
  const ends = lineSvg('line', [x(forest, forest.axis[0]), x(forest, forest.axis[1])], y);
  const ticks = forest.ticks.map((value) => {
    const at = x(forest, value);
    return `<line class="line" x1="${at}" x2="${at}" y1="${y}" y2="${y + 5}"/><text class="small" x="${at}" y="${y + 20}" text-anchor="middle">${tickText(value)}</text>`;
  });
  return [ends, ...ticks].join('');
}

const LONG_TICK = 1e6;

/** Short enough that the ticks of large numbers don't run into one another. */
function tickText(value: number): string {
  const rounded = Number(value.toPrecision(12));
  return Math.abs(rounded) < LONG_TICK ? String(rounded) : rounded.toExponential().replace('e+', 'e');
}

const LABEL_LETTERS = 22;

function cut(label: string): string {
  const letters = [...label];
  return letters.length <= LABEL_LETTERS ? label : `${letters.slice(0, LABEL_LETTERS - 1).join('')}…`;
}
