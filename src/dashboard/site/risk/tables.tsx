import { percentText } from '../../../base/index.ts';
import { bandText, estimateText, mostText } from '../../../shown/index.ts';
import { Badge } from '../../layout/parts.tsx';
import { TableSection } from '../../layout/table-section.tsx';
import { ASSESSMENT, MODELS } from '../../texts/assessment.table.ts';
import { RISKS } from '../../texts/risks.table.ts';
import { type Say, writtenText } from '../../texts/say.ts';
import { figureHeads, figuresOf, Keyword, type Report, rate, SetName } from './parts.tsx';

interface TableProps {
  readonly say: Say;
  readonly report: Report;
}

/** Each field by itself. */
export function FieldTable({ say, report: { fields, sets } }: TableProps) {
  return (
    <TableSection
      title={say(ASSESSMENT.fields)}
      id="fields"
      note={say(ASSESSMENT.fieldsNote)}
      empty={say(ASSESSMENT.noPatient)}
      columns={[
        { title: say(ASSESSMENT.field), is: 'row' },
        { title: say(ASSESSMENT.risk) },
        ...figureHeads(say),
        { title: say(ASSESSMENT.separation), is: 'number' },
      ]}
      rows={fields.flatMap(({ keyword, risk }, at) =>
        sets
          .slice(at, at + 1)
          .map((set) => [
            <Keyword name={keyword} />,
            say(RISKS[risk]),
            ...figuresOf(say, set),
            rate(say, set.separation),
          ]),
      )}
    />
  );
}

/** The worst combination of each number of fields. */
export function WorstTable({ say, report: { worst } }: TableProps) {
  return (
    <TableSection
      title={say(ASSESSMENT.worst)}
      id="worst"
      note={say(ASSESSMENT.worstNote)}
      empty={say(ASSESSMENT.noPatient)}
      columns={[{ title: say(ASSESSMENT.fieldsOfSet), is: 'row' }, ...figureHeads(say)]}
      rows={worst.map((set) => [<SetName say={say} fields={set.fields} />, ...figuresOf(say, set)])}
    />
  );
}

/** The classes of all fields together, between the sizes that others name. */
export function BandTable({ say, report: { bands, patients } }: TableProps) {
  return (
    <TableSection
      title={say(ASSESSMENT.bySize)}
      id="bands"
      empty={say(ASSESSMENT.noPatient)}
      columns={[
        { title: say(ASSESSMENT.size), is: 'row' },
        { title: say(ASSESSMENT.classes), is: 'number' },
        { title: say(ASSESSMENT.patients), is: 'number' },
        { title: say(ASSESSMENT.ofAll), is: 'number' },
      ]}
      rows={bands.map((band) => [
        ...[bandText(band), band.classes, band.patients],
        writtenText(say, percentText(band.patients, patients)),
      ])}
    />
  );
}

/** Which of the worst combinations keep to what others ask, and who asks it. */
export function ThresholdTable({ say, report: { worst } }: TableProps) {
  const countOf = (n: number): string => (n === 1 ? say(ASSESSMENT.oneField) : say(ASSESSMENT.nFields, { n }));
  return (
    <TableSection
      title={say(ASSESSMENT.thresholds)}
      id="thresholds"
      note={say(ASSESSMENT.thresholdsNote)}
      empty={say(ASSESSMENT.noPatient)}
      columns={[
        { title: say(ASSESSMENT.asked), is: 'row' },
        ...worst.map(({ fields }) => ({ title: countOf(fields.length) })),
        { title: say(ASSESSMENT.source) },
      ]}
      rows={(worst[0]?.thresholds ?? []).map((threshold, at) => [
        say(threshold.of === 'highest' ? ASSESSMENT.highestMost : ASSESSMENT.averageMost, {
          most: mostText(threshold),
        }),
        ...worst.map(({ thresholds }) =>
          thresholds[at]?.holds ? (
            <Badge tone="good">{say(ASSESSMENT.yes)}</Badge>
          ) : (
            <Badge tone="calm">{say(ASSESSMENT.no)}</Badge>
          ),
        ),
        <span lang="en">{threshold.source}</span>,
      ])}
    />
  );
}

/** Who would be alone in the population, where one was named. */
export function PopulationTable({ say, report: { worst } }: TableProps) {
  const people = worst[0]?.population?.population;
  return people === undefined ? null : (
    <TableSection
      title={say(ASSESSMENT.population)}
      id="population"
      note={say(ASSESSMENT.populationNote, { people, caution: say(ASSESSMENT.populationCaution) })}
      empty={say(ASSESSMENT.noPatient)}
      columns={[
        { title: say(ASSESSMENT.fieldsOfSet), is: 'row' },
        { title: say(ASSESSMENT.aloneHere), is: 'number' },
        { title: say(ASSESSMENT.aloneThere), is: 'number' },
        { title: say(ASSESSMENT.model) },
      ]}
      rows={worst.flatMap(({ fields, below, population }) =>
        population === undefined
          ? []
          : [
              [
                ...[<SetName say={say} fields={fields} />, below[2], writtenText(say, estimateText(population.alone))],
                say(MODELS[population.method]),
              ],
            ],
      )}
    />
  );
}
