import type { TokenResponse } from '../../../learners/decoding/tokenResponse.ts';
import type { SearchedLaw } from '../../../learners/decoding/tokenSearch.ts';
import { tied } from '../../../math/tolerance.ts';

/** What is listed beside the likeliest, and as likely; empty where nothing is listed. */
export function tiesOfMode({ responses, mode }: SearchedLaw): readonly TokenResponse[] {
  return responses.filter(({ logLikelihood }) => tied(logLikelihood, mode!.logLikelihood));
}
