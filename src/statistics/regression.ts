import { assert } from '../base/index.ts';
import { type Effect, effectOf } from './effect.ts';
import type { NotEstimable } from './estimate.ts';
import { dot, type Fit, fitOf, freedomOf } from './least-squares.ts';
import { at, fieldOf, type Gram, gramOf, type Moments, TOO_NOISY, weightsOf } from './moments.ts';
import { studentStretch } from './student.ts';

/** A linear regression by ordinary least squares. */
export interface Regression {
  readonly estimable: true;
  /** In units of the outcome. */
  readonly intercept: Effect;
  /** One per explaining field, in their order: units of the outcome per unit of the field. */
  readonly slopes: readonly Effect[];
  /** The standard deviation of what is left unexplained, in units of the outcome. */
  readonly residualDeviation: number;
}

/** Which field is explained by which. */
export interface Model {
  readonly outcome: number;
  readonly explainedBy: readonly number[];
}

/**
 * Ordinary least squares from moments: β = G⁻¹g, G the products of the constant and the explaining fields, g those with the
 * outcome. For a coefficient r·β the sampling variance is s²·r·G⁻¹·rᵀ with s² = RSS/(N − p); the noise of each moment moves it by
 * r·G⁻¹·(dg − dG·β), to first order (delta method), with the noise's own law. The sampling part is as wide as Student's law makes it, for
 * s² is estimated too (`freedomOf`); without noise the interval is the textbook's, exact for normal errors. Assumes independent patients with
 * errors of one variance. Not estimable when the noise is wide (`gramOf`), RSS ≤ 0 or N ≤ p. Seber, Lee, Linear Regression Analysis
 * (2003), §3.2–3.5; Oehlert 1992 (Am. Stat. 46) for the delta method.
 * @throws AssertionFailure for a field that is not among the moments or stands twice.
 */
export function regressionOf(moments: Moments, model: Model, alpha: number): Regression | NotEstimable {
  const { outcome, explainedBy } = model;
  assert(new Set([outcome, ...explainedBy]).size === explainedBy.length + 1, 'a field stands in a model once');
  const gram = gramOf(moments, ['one', ...explainedBy]);
  if (gram === undefined) {
    return TOO_NOISY;
  }
  const fit = fitOf(moments, gram, outcome);
  if (!(fit.residual > 0)) {
    return TOO_NOISY;
  }
  const y = fieldOf(moments, outcome);
  const xs = explainedBy.map((field) => fieldOf(moments, field));
  // Fields count from their middles in steps; in their units, y = y.step·(y.middle + z).
  const constant = [y.step, ...xs.map(({ middle }) => -y.step * middle)];
  const stretch = studentStretch(freedomOf(moments, fit), alpha);
  const effect = (row: readonly number[], shift: number): Effect =>
    effectOf(
      {
        effect: dot(row, fit.coefficients) + shift,
        error: errorOf(moments, { gram, fit, row }),
        show: (value) => value,
        stretch,
      },
      alpha,
    );
  return Object.freeze({
    estimable: true,
    intercept: effect(constant, y.step * y.middle),
    slopes: xs.map(({ step }, k) => effect([0, ...xs.map((_, other) => (other === k ? y.step / step : 0))], 0)),
    residualDeviation: y.step * Math.sqrt(fit.residual),
  });
}

interface Row {
  readonly gram: Gram;
  readonly fit: Fit;
  /** How much of each coefficient, in steps, is in the one looked at. */
  readonly row: readonly number[];
}

function errorOf(moments: Moments, { gram, fit, row }: Row) {
  const weights = weightsOf(moments);
  const spread = gram.variables.map((_, k) =>
    row.reduce((sum, part, other) => sum + part * at(gram.inverse, other, k), 0),
  );
  gram.variables.forEach((variable, k) => {
    for (const [other, times] of fit.parts) {
      weights.add(variable, other, (spread[k] ?? 0) * times);
    }
  });
  return weights.error(fit.residual * dot(row, spread));
}
