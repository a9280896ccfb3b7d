/** The command lines of README and help that `test/newUser/main.ts` does not run, and why. */
export const notRun: Readonly<Record<string, string>> = {
  'npm ci': '.ci/run runs `npm cit`, which begins with it',
  'npm cit': '.ci/run runs it',
  'npm start': '.ci/run runs it',
  'npm install node-llama-cpp': 'the 858 MB of all its platforms; the repository has it, and runs what needs it',
  'npm install openai': 'the repository has it, and its tests run what needs it',
  "whetstone model best-of-n --server http://localhost:8080 --prompt 'Hello,'":
    'a server, which test/models/openai starts where it can',
  "whetstone model sharpen --model BASE.gguf --prompts few.jsonl --stop '\\n'":
    'a base model and prompts with examples in them, which whoever has them must supply',
  'whetstone model sharpen --model CHAT.gguf --prompts chat.jsonl --chat':
    'a chat model and questions for it, which whoever has them must supply',
};

/** Those that take minutes as they stand, and what is added to them so that they do not. */
export const madeSmaller: Readonly<Record<string, string>> = {
  'whetstone model sharpen': '--count 16',
  'whetstone model sharpen --mass 0.9 --budget 8000': '--count 2',
  'whetstone model sharpen --model FILE.gguf --prompts questions.jsonl --count 20': '--count 2 --samples 2 --budget 40',
};
