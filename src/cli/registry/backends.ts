import { llama } from '../../models/llama/llama.ts';
import type { OpenedModel, OpenOptions } from '../../models/openedModel.ts';

/** A kind of thing that `--model` may name, and what opens it. */
export interface BackendKind {
  /** What it is, in words. */
  readonly opens: string;
  /** Whether a name looks like one; it need not be there. */
  accepts(name: string): boolean;
  open(options: OpenOptions): Promise<OpenedModel>;
}

const ggufFile: BackendKind = {
  opens: 'a GGUF file',
  accepts: (name) => name.startsWith('file:') || !/^[a-z][a-z\d+.-]+:\/\//i.test(name),
  open: llama,
};

/** The kinds that the command knows: the first that accepts a name opens it. */
export const backends: readonly BackendKind[] = [ggufFile];
