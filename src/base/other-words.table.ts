/** What a question calls what people know by another word. */
export interface OtherWord {
  readonly name: string;
  /** What else it takes, as it follows the name. */
  readonly also?: string;
}

const MEDIAN: OtherWord = { name: 'quantiles', also: ' with at: ["0.5"]' };
const SPREAD: OtherWord = { name: 'variance', also: ', which gives the standard deviation too' };
const CORRELATION: OtherWord = { name: 'moments', also: ' of two or more fields' };
const REGRESSION: OtherWord = { name: 'moments', also: ' with an outcome' };

/** Words of R, SQL and pandas, in small letters without what divides them. */
export const OTHER_WORDS: ReadonlyMap<string, OtherWord> = new Map([
  ...['median', 'p50', 'q50'].map((word) => [word, MEDIAN] as const),
  ...['percentile', 'percentiles', 'quantile', 'quartiles', 'percentilecont', 'fivenum', 'iqr'].map(
    (word) => [word, { name: 'quantiles' }] as const,
  ),
  ...['std', 'sd', 'stddev', 'stdev', 'standarddeviation'].map((word) => [word, SPREAD] as const),
  ...['var', 'varpop', 'varsamp'].map((word) => [word, { name: 'variance' }] as const),
  ...['avg', 'average'].map((word) => [word, { name: 'mean' }] as const),
  ...['countdistinct', 'distinct', 'ndistinct', 'nunique', 'n', 'size'].map(
    (word) => [word, { name: 'count' }] as const,
  ),
  ...['total', 'sums'].map((word) => [word, { name: 'sum' }] as const),
  ...['bins', 'hist', 'valuecounts'].map((word) => [word, { name: 'histogram' }] as const),
  ...['cor', 'corr', 'correlation', 'cov'].map((word) => [word, CORRELATION] as const),
  ...['lm', 'ols', 'regression', 'regress'].map((word) => [word, REGRESSION] as const),
  ...['group', 'groups', 'groupby', 'crosstab'].map((word) => [word, { name: 'by' }] as const),
  ...['filter', 'having', 'subset'].map((word) => [word, { name: 'where' }] as const),
  ...['breaks', 'cut'].map((word) => [word, { name: 'bins' }] as const),
  ...['probs', 'percents'].map((word) => [word, { name: 'at' }] as const),
  ...['clip', 'winsorize'].map((word) => [word, { name: 'clamp' }] as const),
]);
