// metafor's dat.bcg (Colditz et al. 1994): log risk ratios and their sampling variances by escalc(measure = "RR").
export const BCG = [
  { effect: -0.88931133392, variance: 0.325584765004 },
  { effect: -1.585388657201, variance: 0.194581121398 },
  { effect: -1.3480731483, variance: 0.415367965368 },
  { effect: -1.441551190021, variance: 0.020010031902 },
  { effect: -0.217547322211, variance: 0.05121017217 },
  { effect: -0.786115585819, variance: 0.006905618456 },
  { effect: -1.620898223598, variance: 0.223017247572 },
  { effect: 0.011952333524, variance: 0.003961579298 },
  { effect: -0.469417648738, variance: 0.056434210463 },
  { effect: -1.371344803473, variance: 0.073024793613 },
  { effect: -0.339358828338, variance: 0.012412213972 },
  { effect: 0.445913400571, variance: 0.5325058452 },
  { effect: -0.017313948217, variance: 0.071404659684 },
] as const;
