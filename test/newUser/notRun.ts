/** The command lines of README and help that `test/newUser/main.ts` does not run, and why. */
export const notRun: Readonly<Record<string, string>> = {
  'npm ci': '.ci/run runs `npm cit`, which begins with it',
  'npm cit': '.ci/run runs it',
  'npm start': '.ci/run runs it',
  'npm install node-llama-cpp': 'the 858 MB of all its platforms; the repository has it, and runs what needs it',
};

/** Those that take minutes as they stand, and what is added to them so that they do not. */
export const madeSmaller: Readonly<Record<string, string>> = {
  'whetstone model sharpen': '--count 16',
  'whetstone model sharpen --mass 0.9 --budget 8000': '--count 2',
  'whetstone model sharpen --model FILE.gguf --prompts questions.jsonl --count 20 --samples 10':
    '--count 2 --samples 2 --budget 40',
};
