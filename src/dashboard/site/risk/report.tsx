import { Facts, Section } from '../../layout/parts.tsx';
import type { View } from '../../layout/view.ts';
import { ASSESSMENT } from '../../texts/assessment.table.ts';
import type { Say } from '../../texts/say.ts';
import { momentText } from '../names.ts';
import { FieldChart } from './field-chart.tsx';
import type { Kept, Report } from './parts.tsx';
import { BandTable, FieldTable, PopulationTable, ThresholdTable, WorstTable } from './tables.tsx';

/** What was assessed, when, and who began it. */
export function AssessedPart({ say, kept }: { readonly say: Say; readonly kept: Kept }) {
  const { by, endedMs, input, report } = kept;
  const { policy, patients, fields, sets } = report;
  return (
    <Section title={say(ASSESSMENT.what)} id="assessed">
      <Facts
        facts={[
          [say(ASSESSMENT.when), momentText(say, endedMs)],
          [say(ASSESSMENT.by), by],
          [say(ASSESSMENT.policy), policy],
          [say(ASSESSMENT.patients), patients],
          [say(ASSESSMENT.fieldsOfSet), fields.length],
          [say(ASSESSMENT.combined), input.combined],
          [say(ASSESSMENT.combinations), sets.length],
          [say(ASSESSMENT.people), input.population ?? say(ASSESSMENT.noPeople)],
        ]}
      />
    </Section>
  );
}

/** What was found. */
export function ReportParts({ view, report }: { readonly view: View; readonly report: Report }) {
  const { say } = view;
  return (
    <>
      <FieldChart view={view} report={report} />
      <FieldTable say={say} report={report} />
      <WorstTable say={say} report={report} />
      <BandTable say={say} report={report} />
      <ThresholdTable say={say} report={report} />
      <PopulationTable say={say} report={report} />
    </>
  );
}
