import {
  adaptiveBestOfNPolicy,
  bestOfNPolicy,
  hardFamily,
  logLikelihood,
  powerPolicy,
  ProductClass,
  TabularPolicy,
  tiltedPolicy,
} from '../../src/index.ts';
import { TransformedPolicy } from '../../src/policies/transforms/transformedPolicy.ts';
import { policyContract } from '../../src/testing/index.ts';
import { runContract } from './runContract.ts';

const base = TabularPolicy.fromMasses([
  [0.5, 0.3, 0.2],
  [0, 1, 0],
  [0.4, 0.4, 0.2],
]);
const laws = [base.law(0), base.law(2)];

runContract('TabularPolicy', policyContract({ policy: base }));
runContract(
  'ProductPolicy',
  policyContract({ policy: new ProductClass([laws, laws, [base.law(1)]]).member([1, 0, 0]) }),
);
runContract(
  'ProductPolicy of the hard family',
  policyContract({ policy: hardFamily({ prompts: 3, responses: 5, hardMass: 0.5 }).at([0, 4, 2]).base }),
);
runContract('TransformedPolicy', policyContract({ policy: new TransformedPolicy(base, (law) => law) }));
runContract('bestOfNPolicy', policyContract({ policy: bestOfNPolicy(base, 7) }));
runContract('adaptiveBestOfNPolicy', policyContract({ policy: adaptiveBestOfNPolicy(base, 3) }));
runContract('powerPolicy', policyContract({ policy: powerPolicy(base, 3) }));
runContract('tiltedPolicy', policyContract({ policy: tiltedPolicy(base, logLikelihood, 0.5) }));
