import { InvalidArgumentError } from 'commander';

/** Which whole numbers are meant, and what is said of anything else. */
interface Bounds {
  readonly least: number;
  readonly most?: number;
  readonly sentence: string;
}

/** Reads a whole number as people write it: no sign, no zeros before it. What it gives throws InvalidArgumentError. */
export function wholeNumber({ least, most = 999_999_999, sentence }: Bounds): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (!/^(0|[1-9]\d*)$/.test(text) || number < least || number > most) {
      throw new InvalidArgumentError(sentence);
    }
    return number;
  };
}
