/** The attacks of the red team, by the file that plays them, in the order of the document. */
export const ATTACKS = {
  averaging: [
    'averaging: one question again and again',
    'averaging: one question in other words',
    'averaging: rewritten questions',
    'averaging: five analysts',
    'averaging: across snapshots',
  ],
  singling: [
    'membership: an outlier in a table of series',
    'membership: an outlier in moments',
    'membership: an outlier in a quantile tree',
    'inflation: a patient with 300 series',
    'attribute: the sex of a patient known to be present',
    'differencing: everybody less everybody but one',
    'tracker: three questions that each hold half of everybody',
    'withdrawal: before less after',
    'reconstruction: everybody’s secret from random sets',
    'collusion: one patient at three sites',
  ],
  whole: [
    'the whole path: presence in one count',
    'keys: a region that one patient alone has',
    'errors: a mean over one patient or none',
    'time: when the answer leaves',
  ],
} as const;

/** All of them. */
export const ALL_ATTACKS: readonly string[] = Object.values(ATTACKS).flat();
