import { fileURLToPath } from 'node:url';

/**
 * The path of the model that ships with this package, a GGUF file of 1.6 MB: a Llama of 810,112 parameters that answers
 * prompts such as `7*8+6*9:`, un-sharp on purpose. `card.md` beside it says how it was made and what it does.
 */
export const embeddedModel = fileURLToPath(new URL('./embedded.gguf', import.meta.url));
