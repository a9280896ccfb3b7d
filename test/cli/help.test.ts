import { describe, expect, it } from 'vitest';
import { madeSmaller, notRun } from '../newUser/notRun.ts';
import { commandLines, helpTexts } from '../support/documentation.ts';
import { widest } from '../support/widest.ts';
import { whetstone } from '../support/whetstone.ts';

describe('the help of the command', () => {
  it('fits 80 columns, for every command', async () => {
    const texts = await helpTexts();
    expect([...texts.keys()]).toEqual(expect.arrayContaining(['check', 'sandwich', 'sweep', 'model', 'model sharpen']));
    for (const [name, text] of texts) {
      expect(text, name).toContain('Usage: ');
      expect(widest(text).length, `${name}: ${widest(text)}`).toBeLessThanOrEqual(80);
    }
  });

  it('is no error where it was asked for, and one where a command is missing', async () => {
    const [asked, ofOne, ofMany, missing, unknown] = await Promise.all([
      whetstone('help'),
      whetstone('help', 'sandwich'),
      whetstone('model', 'help'),
      whetstone(),
      whetstone('help', 'nosuch'),
    ]);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toMatch(/^whetstone: there is no command 'nosuch' to help with$/m);
    for (const { code, stdout, stderr } of [asked, ofOne, ofMany]) {
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(widest(stdout).length).toBeLessThanOrEqual(80);
    }
    expect(asked.stdout).toMatch(/^ {2}sandwich +lower bounds/m);
    expect(ofOne.stdout).toMatch(/^Usage: whetstone sandwich \[options\]/);
    expect(missing).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('the command lines that README and help show', () => {
  it('are run, but for those that are listed with a reason', async () => {
    const lines = await commandLines();
    for (const line of ['npm cit', 'whetstone check --full', 'whetstone sandwich --adaptive --json']) {
      expect(lines).toContain(line);
    }
    for (const line of lines) expect(line).toMatch(/^(whetstone|npm) /);
    const special = [...Object.keys(notRun), ...Object.keys(madeSmaller)];
    expect(special.filter((line) => !lines.includes(line))).toEqual([]);
  });
});
