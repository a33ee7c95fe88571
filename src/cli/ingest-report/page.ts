import { html } from 'hono/html';
import { type IngestReport, type ReportTable, reportTables } from './report.ts';

const STYLE = `
  :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
  body { max-width: 48rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: break-word; }
  table { border-collapse: collapse; width: 100%; }
  .scroll { overflow-x: auto; margin-bottom: 2rem; }
  caption { text-align: left; font-size: 1.25rem; font-weight: 600; padding-bottom: 0.25rem; }
  th, td { text-align: left; padding: 0.2rem 0.75rem 0.2rem 0; border-bottom: 1px solid #8884; }
  .number { text-align: right; font-variant-numeric: tabular-nums; }
`;

/** What stands above the page of a site's report. */
export function reportTitle(site: string): string {
  return `Ingest report of ${site}`;
}

/** The report as one page that needs nothing else: no script, no picture, no network. */
export async function reportPage(report: IngestReport, about: { site: string; at: Date }): Promise<string> {
  const made = about.at.toISOString().slice(0, 16).replace('T', ' ');
  const title = reportTitle(about.site);
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${title}</h1>
<p>Made ${made} UTC. These are exact counts of patients’ data: they are for people on the site, and leave it with nobody.</p>
${reportTables(report).map(tableOf)}
</body>
</html>
`;
  return page.toString();
}

function tableOf({ title, note, headings, rows }: ReportTable) {
  const [first = '', ...numbers] = headings;
  // Whatever scrolls must be reached by keyboard.
  return html`<div class="scroll" role="group" aria-label="${title}" tabindex="0">
<table>
<caption>${title}</caption>
<thead><tr><th scope="col">${first}</th>${numbers.map((one) => html`<th scope="col" class="number">${one}</th>`)}</tr></thead>
<tbody>
${rows.map(
  ([
    name = '',
    ...values
  ]) => html`<tr><th scope="row">${name}</th>${values.map((one) => html`<td class="number">${one}</td>`)}</tr>
`,
)}</tbody>
</table>
</div>
<p>${note}</p>
`;
}
