// What the daemon does for a runtime, done with worker threads: one worker with a context of its own per runtime, and
// modules posted to it. Prints the times of each in milliseconds as JSON.

import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const CREATES = 50;
const WARM_UP = 500;
const EVALS = 10_000;

const worker = `
const vm = require('node:vm');
const { parentPort } = require('node:worker_threads');
const context = vm.createContext({ console });
parentPort.on('message', async (code) => {
  const module = new vm.SourceTextModule(code, { context });
  await module.link(() => { throw new Error('nothing to import'); });
  await module.evaluate();
  parentPort.postMessage('done');
});
parentPort.postMessage('ready');
`;

async function start() {
  const runtime = new Worker(worker, { eval: true, execArgv: ['--no-warnings', '--experimental-vm-modules'] });
  await once(runtime, 'message');
  return runtime;
}

const create = [];
for (let i = 0; i < CREATES; i++) {
  const began = performance.now();
  const runtime = await start();
  create.push(performance.now() - began);
  await runtime.terminate();
}

const runtime = await start();
const evaluate = [];
let answered;
runtime.on('message', () => answered());
for (let i = 0; i < WARM_UP + EVALS; i++) {
  const began = performance.now();
  await new Promise((resolve) => {
    answered = resolve;
    runtime.postMessage('1');
  });
  if (i >= WARM_UP) evaluate.push(performance.now() - began);
}
await runtime.terminate();

process.stdout.write(JSON.stringify({ create, eval: evaluate }));
