/** What is shown of an answer and of a quote, as plain data and worded once: the terminal, files and pages only draw it. */
export { leftOut, type ShownAnswer, type ShownCombined, shownAnswer } from './answer.ts';
export { halfWidthsText, halfWidthText } from './half-widths.ts';
export { type ShownMeasure, titleText } from './measures.ts';
export { decimalsOf, intervalText, numberCells, numberText, percentOf, type ShownNumber } from './numbers.ts';
export { quoteNotes, type ShownQuote, shownQuote } from './quote.ts';
export { bandText, estimateText, mostText, namedText, RISK_WORDS, rateText } from './risk.ts';
export { costText, type ShownSite } from './sites.ts';
export { treeNoise } from './tree-noise.ts';
export { ENGLISH, type Said, type Voice } from './voice.ts';
export { WORDS, type Word } from './words.ts';
