import { requireInteger, requireObject, requireOpenUnit } from '../../../math/checks.ts';
import type { SamplePlan } from '../minimaxRisk.ts';
import { modeRisk } from '../modeRisk.ts';
import { sharpens } from '../threshold.ts';
import type { Threshold } from '../threshold.ts';
import { baseMasses, requireNeedle } from './needleParameters.ts';
import type { NeedleParameters } from './needleParameters.ts';

/**
 * The exact risk of SFT-sharpening on the needle with a short list in the sense of Def 3.1, its class being pi^BoN_N of the K
 * hypotheses: 1 while best-of-N has less than 1 - delta on y*, and otherwise P[the mode of the n best-of-N responses on the list
 * is wrong]. A response that is not on the list tells nothing; ties split evenly, as on average over the family.
 *
 *   n = 1: (1 - b*)^N [ 1 - (S - K)/((S - 1) K) ] from N = log delta / log(1 - b*) on
 *
 * One prompt is best for the N n samples: more of them see y* no more often.
 *
 * @throws DomainError naming the parameter outside its domain, or where a thousand responses do not tell y*
 * @see docs/derivations.md, The needle with a short list
 */
export function needleSftRisk(parameters: NeedleParameters & SamplePlan & Threshold): number {
  requireNeedle('needleSftRisk', parameters);
  const { responses: S, hypotheses: K, n, N, delta } = parameters;
  requireInteger('needleSftRisk', 'n', n, 1);
  requireInteger('needleSftRisk', 'N', N, 1);
  requireOpenUnit('needleSftRisk', 'delta', delta);
  const logMissed = N * Math.log1p(-baseMasses(parameters).own);
  if (!sharpens(logMissed, parameters)) return 1;
  const missed = Math.exp(logMissed);
  const onList = 1 - missed * ((S - K) / (S - 1));
  const logMissedOnList = logMissed + Math.log((K - 1) / (S - 1)) - Math.log(onList);
  // The failure at one prompt that is in the list as often as a hard prompt comes up.
  const listed = { prompts: 1, responses: K, hardMass: onList, n };
  return modeRisk('needleSftRisk', listed, logMissedOnList, 'N') / onList;
}

/**
 * The least number of samples with which SFT-sharpening reaches a risk on the needle: the N of one prompt.
 *
 * @param parameters delta and risk in (0, 1)
 * @throws DomainError naming the parameter outside its domain
 * @see docs/derivations.md, The needle with a short list
 */
export function needleSftSamples(parameters: NeedleParameters & Threshold & { readonly risk: number }): number {
  requireObject('needleSftSamples', 'parameters', parameters);
  requireNeedle('needleSftSamples', parameters);
  const { responses: S, hypotheses: K, delta, risk } = parameters;
  requireOpenUnit('needleSftSamples', 'delta', delta);
  requireOpenUnit('needleSftSamples', 'risk', risk);
  const perDraw = Math.log1p(-baseMasses(parameters).own);
  const logGuess = Math.log1p(-(S - K) / ((S - 1) * K));
  const enough = (N: number): boolean =>
    sharpens(N * perDraw, parameters) && N * perDraw + logGuess <= Math.log(risk) * (1 - 1e-12);
  const near = Math.ceil(Math.max(Math.log(delta), Math.log(risk) - logGuess) / perDraw);
  let N = Math.max(1, near - 2);
  while (!enough(N)) N++;
  return N;
}
