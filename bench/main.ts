/**
 * Times whetstone, as it is installed, side by side with numpy, numba and node-llama-cpp: rounds of one and the other
 * alternate in one run, so that both meet the same load of the machine. Prints ratios, whether the goals are met, and the
 * load before and after.
 *
 *   npm run bench -- [part of a case's name] [--json]
 */
import { arch, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { table } from '../src/display/table.ts';
import { cases } from './cases.ts';
import type { Case } from './cases.ts';
import { interleaved, timerOf } from './interleaved.ts';
import type { Comparison, Timer } from './interleaved.ts';
import { modelCases } from './modelCases.ts';
import { Peers } from './peer.ts';
import type { PeerCall } from './peer.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const ROUNDS = 31;
const MODEL_ROUNDS = 7;

const load = [loadavg()[0]!];
let python: Peers | undefined;
const rows = [];
const skipped: string[] = [];
const wanted = ({ name }: Pick<Case, 'name'>): boolean => positionals.every((part) => name.includes(part));
const announce = ({ name, against }: Pick<Case, 'name' | 'against'>): void => {
  if (!flags.json) process.stderr.write(`${name}, ${against} ...\n`);
};
for (const each of cases.filter(wanted)) {
  announce(each);
  const { peer, perCall } = each;
  const timed = typeof peer === 'function' ? callTimer(peer(), perCall) : peerTimer(peer, perCall);
  rows.push(rowOf(each, await interleaved(callTimer(each.ours(), perCall), timed, ROUNDS)));
}
for (const each of modelCases.filter(wanted)) {
  announce(each);
  const model = await each.open();
  if ('skipped' in model) {
    skipped.push(`${each.name}, ${each.against}: ${model.skipped}`);
    continue;
  }
  rows.push(rowOf(each, await interleaved(model.ours, model.peer, MODEL_ROUNDS)));
  await model.dispose();
}
load.push(loadavg()[0]!);
const machine = { node: process.version, ...(await python?.versions), cpu: `${cpus()[0]?.model} (${arch()})` };
await python?.close();

if (flags.json) console.log(JSON.stringify({ machine, load, rows, skipped }, undefined, 2));
else {
  console.log(
    table(
      ['case', 'whetstone', 'against', 'takes', 'ratio', 'goal', 'met'],
      rows.map(({ name, unit, ours, against, peer, ratio, goal, met }) => [
        name,
        `${ours.toPrecision(3)} ${unit}`,
        against,
        `${peer.toPrecision(3)} ${unit}`,
        ratio.toFixed(2),
        goal === undefined ? '' : String(Number(goal.toFixed(2))),
        met === undefined ? '' : met ? 'yes' : 'NO',
      ]),
    ),
  );
  const goals = rows.filter(({ met }) => met !== undefined);
  const met = goals.filter(({ met }) => met).length;
  const versions = Object.entries(machine).map(([part, version]) => `${part} ${version}`);
  for (const why of skipped) console.log(`\nskipped: ${why}`);
  console.log(
    `\n${met} of ${goals.length} goals met. ${versions.join(', ')}, load ${load.map((each) => each.toFixed(1)).join(' to ')}`,
  );
}

function rowOf({ name, against, unit, goal }: Omit<Case, 'ours' | 'peer' | 'perCall'>, times: Comparison) {
  const scale = { ns: 1e9, us: 1e6, ms: 1e3 }[unit];
  const { ours, peer, ratio } = times;
  const met = goal === undefined ? undefined : ratio >= goal;
  return { name, against, unit, ours: ours * scale, peer: peer * scale, ratio, goal, met };
}

function callTimer(call: () => void, perCall: number): Timer {
  return timerOf(() => {
    call();
    return perCall;
  });
}

function peerTimer(call: PeerCall, perCall: number): Timer {
  return async (repeat) => {
    python ??= new Peers();
    return { seconds: await python.time(call, repeat), done: repeat * perCall };
  };
}
