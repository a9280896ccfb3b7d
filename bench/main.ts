/**
 * Times whetstone, as it is installed, side by side with numpy and numba: rounds of one and the other alternate in one
 * run, so that both meet the same load of the machine. Prints ratios and whether the goals are met.
 *
 *   npm run bench -- [part of a case's name] [--json]
 */
import { arch, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { table } from '../src/display/table.ts';
import { cases } from './cases.ts';
import type { Call, Case } from './cases.ts';
import { interleaved } from './interleaved.ts';
import type { Comparison, Timer } from './interleaved.ts';
import { Peers } from './peer.ts';
import type { PeerCall } from './peer.ts';
import { modelSampling } from './modelSampling.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const ROUNDS = 31;
const SLOW_ROUNDS = 11;

const peers = new Peers();
const rows = [];
const wanted = ({ name }: Pick<Case, 'name'>) => positionals.every((part) => name.includes(part));
for (const each of cases.filter(wanted)) {
  if (!flags.json) process.stderr.write(`${each.name}, ${each.against} ...\n`);
  const peer = typeof each.peer === 'function' ? timerOf(each.peer()) : peerTimer(each.peer);
  rows.push(rowOf(each, await interleaved(timerOf(each.ours()), peer, ROUNDS)));
}
const sampling = await modelSampling();
if (wanted(sampling)) {
  if (!flags.json) process.stderr.write(`${sampling.name}, ${sampling.against} ...\n`);
  rows.push(rowOf(sampling, await interleaved(sampling.ours, sampling.peer, SLOW_ROUNDS)));
}
await sampling.dispose();
const machine = { node: process.version, ...(await peers.versions), cpu: `${cpus()[0]?.model} (${arch()})` };
await peers.close();

if (flags.json) console.log(JSON.stringify({ machine, rows }, undefined, 2));
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
  console.log(`\n${met} of ${goals.length} goals met. ${versions.join(', ')}`);
}

function rowOf({ name, against, unit, perCall, goal }: Omit<Case, 'ours' | 'peer'>, { ours, peer, ratio }: Comparison) {
  const scale = { ns: 1e9, us: 1e6, ms: 1e3 }[unit] / perCall;
  const met = goal === undefined ? undefined : ratio >= goal;
  return { name, against, unit, ours: ours * scale, peer: peer * scale, ratio, goal, met };
}

function timerOf(call: Call): Timer {
  return (repeat) => {
    const start = performance.now();
    for (let i = 0; i < repeat; i++) call();
    return (performance.now() - start) / 1e3;
  };
}

function peerTimer(call: PeerCall): Timer {
  return (repeat) => peers.time(call, repeat);
}
