import { MOMENT_MEMBERS } from '../../contract/index.ts';
import { momentText } from './names.ts';

type Fact = readonly [name: string, value: string];

/** What a decision says, a term a row: one within another bears both names, and moments are dates. */
export function contentFacts(body: object): readonly Fact[] {
  return Object.entries(body).flatMap(([name, value]: [string, unknown]) => factsOf(name, value));
}

function factsOf(name: string, value: unknown): readonly Fact[] {
  if (Array.isArray(value)) {
    return value.some(isTerms)
      ? value.flatMap((one, at) => factsOf(value.length > 1 ? `${name} ${at + 1}` : name, one))
      : [[name, value.map((one) => valueText(name, one)).join(', ')]];
  }
  return isTerms(value)
    ? contentFacts(value).map(([inner, text]) => [`${name}: ${inner}`, text])
    : [[name, valueText(name, value)]];
}

function isTerms(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function valueText(name: string, value: unknown): string {
  return typeof value === 'number' && MOMENT_MEMBERS.includes(name) ? `${momentText(value)} UTC` : String(value);
}
