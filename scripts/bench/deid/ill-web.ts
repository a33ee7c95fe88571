import type { Plan } from './plan.ts';
import { type Listed, listedSeries, type Reply } from './web-server.ts';

/** Series that a server lists and can't give, or not in order, and what it says of people in doing so. */
export function illSeries(plan: Plan): readonly Listed[] {
  const [one, ...more] = listedSeries(plan);
  const { person, visit } = plan.series[0]!;
  const name = person.names.map(({ text }) => text).join('^');
  const remark = `${name} ${person.patientId.text} ${visit.accession.text} ${person.street.text}`;
  const replies: readonly Reply[] = [
    (response) => response.writeHead(500, { 'x-patient': encodeURIComponent(name) }).end(`No file of ${remark}`),
    (response) => response.writeHead(404).end(remark),
    (response) => response.writeHead(302, { location: `/dicom-web/${encodeURIComponent(remark)}` }).end(),
    (response, body) => response.writeHead(200).end(`${body.slice(0, -1)}, ${remark}]`),
    (response) => response.writeHead(200).end(JSON.stringify([{ '00100010': remark }, { [name]: 1 }, [remark]])),
    (response, body) =>
      response.writeHead(200).end(body.replace('"vr":"LO","Value":[', `"vr":"LO","Value":"${name}",[`)),
  ];
  const ill = replies.map((reply, at): Listed => ({ ...more[at]!, reply }));
  // Where a UID belongs stands a name, and then a way out of the service's address.
  return [...ill, { ...one!, series: name }, { ...one!, study: `../../${person.patientId.text}` }];
}
