/** The command lines of README and help that `test/newUser/main.ts` does not run, and why. */
export const notRun: Readonly<Record<string, string>> = {
  'npm ci': '.ci/run runs `npm cit`, which begins with it',
  'npm cit': '.ci/run runs it',
  'npm start': '.ci/run runs it',
  'npm install node-llama-cpp':
    'the 858 MB of all its platforms; the repository has it, and runs the commands that need it',
};
