import { inline } from '../../src/experiments/index.ts';
import { threads } from '../../src/experiments/node/index.ts';
import { executorContract } from '../../src/testing/index.ts';
import { runContract } from './runContract.ts';

for (const executor of [inline, threads(2)]) {
  runContract(executor.name, executorContract({ executor }));
}
