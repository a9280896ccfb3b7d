import { answerMass, lengthNormalised, logLikelihood, majorityVote, Source, TabularPolicy } from '../../src/index.ts';
import { explicitRewardContract, rewardContract } from '../../src/testing/index.ts';
import { runContract } from './runContract.ts';

const source = Source.named('contracts/rewards');
const base = TabularPolicy.fromMasses([
  [0.3, 0.2, 0.3, 0.2],
  [0.5, 0.4, 0.1, 0],
]);
const answerOf = (response: number): number => response % 2;

for (const reward of [
  logLikelihood,
  lengthNormalised<number, number>((response) => 1 + response),
  answerMass(answerOf, base),
  majorityVote<number, number>(answerOf),
  majorityVote<number, number>((response, prompt) => (prompt === 0 ? response : 'always the same')),
]) {
  runContract(reward.name, explicitRewardContract({ reward, base, source }));
}

const words = {
  prompt: '2 + 2 =',
  responses: ['4', 'four', '5', '4'],
  logLikelihoods: [-1, -2, -3, -1],
};
for (const reward of [
  lengthNormalised<string, string>((response) => response.length),
  majorityVote<string, string>((response) => response.replace('four', '4')),
]) {
  runContract(`${reward.name} of texts`, rewardContract({ reward, examples: [words], source }));
}
