import { percentText } from '../../../base/index.ts';
import { barsSize, type ShareBar } from '../../charts/share-bars.ts';
import { Chart } from '../../layout/chart.tsx';
import { Section } from '../../layout/parts.tsx';
import type { View } from '../../layout/view.ts';
import { ASSESSMENT } from '../../texts/assessment.table.ts';
import { writtenText } from '../../texts/say.ts';
import type { Report } from './parts.tsx';

const BARS_MAX = 30;

/** The fields that a picture shows: all, or, of very many, those that leave most patients in small classes. */
function drawnOf({ fields, sets }: Report) {
  const alone = fields.flatMap(({ keyword }, at) => sets.slice(at, at + 1).map((set) => ({ keyword, ...set })));
  return alone.length <= BARS_MAX
    ? alone
    : [...alone].sort((one, other) => other.below[11] - one.below[11]).slice(0, BARS_MAX);
}

/** A bar a field: which shares of the patients are alone, and in other classes below 11. */
export function barsOf(report: Report): readonly ShareBar[] {
  return drawnOf(report).map(({ keyword, below, patients }) => ({
    name: keyword,
    main: below[2] / patients,
    second: (below[11] - below[2]) / patients,
  }));
}

/** What each field does by itself, as a picture. */
export function FieldChart({ view, report }: { readonly view: View; readonly report: Report }) {
  const { say } = view;
  const drawn = drawnOf(report);
  const [first] = [...drawn].sort((one, other) => other.below[11] - one.below[11]);
  if (first === undefined) {
    return null;
  }
  const percent = (count: number): string => percentText(count, report.patients);
  const shares = { alone: percent(first.below[2]), small: percent(first.below[11]) };
  return (
    <Section title={say(ASSESSMENT.chartTitle)} id="chart">
      <p class="note">
        {say(ASSESSMENT.chartNote)}
        {drawn.length === report.fields.length
          ? null
          : ` ${say(ASSESSMENT.chartCut, { drawn: drawn.length, all: report.fields.length })}`}
      </p>
      <Chart
        view={view}
        src="/charts/risk.svg"
        alt={say(ASSESSMENT.chartAlt, { n: drawn.length, name: first.keyword, ...shares })}
        size={barsSize(drawn.length)}
        table={{
          caption: say(ASSESSMENT.chartTitle),
          columns: [
            { title: say(ASSESSMENT.field), is: 'row' },
            { title: say(ASSESSMENT.aloneShare), is: 'number' },
            { title: say(ASSESSMENT.belowElevenShare), is: 'number' },
          ],
          rows: drawn.map(({ keyword, below }) => [
            keyword,
            ...[below[2], below[11]].map((count) => writtenText(say, percent(count))),
          ]),
          empty: say(ASSESSMENT.noPatient),
        }}
      />
    </Section>
  );
}
