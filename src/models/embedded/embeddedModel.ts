// Node and browsers declare these in full; here they are named only, so that this compiles with the types of neither.
declare global {
  interface ImportMeta {
    url: string;
  }
  interface URL {}
}
declare const URL: new (path: string, base: string) => URL;

/**
 * Where the model that ships with this package is, a GGUF file of 1.6 MB: a Llama of 810,112 parameters that answers
 * prompts such as `7*8+6*9:`, un-sharp on purpose. `card.md` beside it says how it was made and what it does.
 */
// From the compiled file and from this one the path is the same; in this form bundlers take the file along.
export const embeddedModel: URL = new URL('../../../src/models/embedded/embedded.gguf', import.meta.url);
