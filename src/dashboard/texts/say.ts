/** The languages of all pages. */
export const LANGS = ['en', 'de'] as const;
export type Lang = (typeof LANGS)[number];

/** One text in every language; `{name}` stands for a value. */
export type Text = Readonly<Record<Lang, string>>;

/** Texts by name: a table of them leaves no language out. */
export type Texts = Readonly<Record<string, Text>>;

type ValuesIn<T extends string> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | ValuesIn<Rest> : never;

/** What a text asks for: nothing, or each of its names. The other languages ask for the same, as a test sees to. */
type Asked<T extends Text> = [ValuesIn<T['en']>] extends [never]
  ? []
  : [values: Readonly<Record<ValuesIn<T['en']>, string | number>>];

/** Says a text in one language. */
export interface Say {
  <const T extends Text>(text: T, ...values: Asked<T>): string;
  readonly lang: Lang;
}

/** A voice for a language, in which amounts and days among the values are written as it writes them. */
export function sayIn(lang: Lang): Say {
  const say = <const T extends Text>(text: T, ...[values]: Asked<T>): string => filledText({ lang }, text, values);
  return Object.assign(say, { lang });
}

/** A text with what stands in it, where only that shows which values it asks for. */
export function filledText({ lang }: Pick<Say, 'lang'>, text: Text, values: object | undefined): string {
  return text[lang]
    .replaceAll(' %', '\u00a0%')
    .replace(/\{(\w+)\}/g, (whole, name: string) => valueText({ lang }, name, named(values, name) ?? whole));
}

/** Values that are names or somebody's own words, whatever they look like: nobody wrote an amount or a day there. */
const AS_IS =
  /^(reason|reference|text|why|what|names?|like|part|person|people|party|project|agreement|sites?|subject|about|scope|meter)$/;

/** A value of a text, which stands in it under a name, as a language writes it. */
export function valueText(say: Pick<Say, 'lang'>, name: string, value: unknown): string {
  return AS_IS.test(name) ? String(value) : writtenText(say, String(value));
}

/** Alone, before its unit, with a power of ten, or as what something is less than. */
const AMOUNT = /^((?:< )?[-+−]?\d+)\.(\d+)(?=$| |e[-+]\d+$)/;

const ISO_DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

/** A number or a day as a language writes it; whatever else a text says is left as it is. */
export function writtenText({ lang }: Pick<Say, 'lang'>, text: string): string {
  return lang === 'de' ? text.replace(AMOUNT, '$1,$2').replace(ISO_DAY, '$3.$2.$1') : text;
}

function named(values: object | undefined, name: string): unknown {
  return values === undefined ? undefined : Object.entries(values).find(([key]) => key === name)?.[1];
}

/** The language that a visitor chose, else the first that the browser asks for and pages have, else English. */
export function langOf(chosen: string | undefined, accepted: string | undefined): Lang {
  const wanted = [chosen ?? '', ...preferences(accepted ?? '')].map((tag) => tag.toLowerCase().split('-')[0]);
  return wanted.flatMap((tag) => LANGS.filter((lang) => lang === tag))[0] ?? 'en';
}

/** Language tags of an `Accept-Language` field (RFC 9110 §12.5.4), best first. */
function preferences(field: string): string[] {
  return field
    .split(',', 20)
    .map((part) => {
      const [tag = '', ...parameters] = part.split(';').map((parameter) => parameter.trim());
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2) ?? '';
      return { tag, weight: weight === '' ? 1 : Number(weight) || 0 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag);
}
