// What a browser can use as well; models that run in this process are in an entry point of their own, ./llama/index.ts.
export type { Neural, NeuralPolicy, NeuralResponse } from './neural.ts';
export { tokenCountOf } from './tokenCountOf.ts';
export { tokenIdsOf } from './tokenIdsOf.ts';
export { ModelError } from './modelError.ts';
export { embeddedModel } from './embedded/embeddedModel.ts';
export { embeddedModelBytes } from './embedded/embeddedModelBytes.ts';
export { heldOutPrompts } from './embedded/heldOutPrompts.ts';
export { expressionForms, formOf, misleadingForm, valueOf } from './embedded/expression.ts';
export type { ExpressionForm } from './embedded/expression.ts';
export type { Question, Task, Written } from './tasks/task.ts';
export { arithmetic } from './tasks/arithmetic.ts';
export { markedTask } from './tasks/markedTask.ts';
export type { MarkedTaskOptions } from './tasks/markedTask.ts';
export { wrongAnswer } from './tasks/marking.ts';
export type { Marking } from './tasks/marking.ts';
export { byLastWord, lastWord } from './tasks/markings/lastWord.ts';
export { byLastNumber, lastNumber } from './tasks/markings/lastNumber.ts';
export { byWholeText } from './tasks/markings/wholeText.ts';
export { byPattern } from './tasks/markings/pattern.ts';
export { lastWordTask } from './tasks/lastWordTask.ts';
export type { LastWordTaskOptions } from './tasks/lastWordTask.ts';
export {
  endsAt,
  firstEnd,
  requirePrefix,
  requireResponse,
  requireStop,
  stopsBehind,
  textOfResponse,
} from './endRule.ts';
export type { EndRule, ReadTokens } from './endRule.ts';
export { chatTemplate } from './chatTemplate.ts';
export type { ChatTemplate, ChatTemplateSource } from './chatTemplate.ts';
export { parseQuestions, QuestionsError } from './tasks/parseQuestions.ts';
export type { ParseQuestionsOptions } from './tasks/parseQuestions.ts';
export { sharpeningReport } from './protocols/sharpening/sharpeningReport.ts';
export type { SharpeningReport } from './protocols/sharpening/sharpeningReport.ts';
export type { SharpeningData } from './protocols/sharpening/sharpeningData.ts';
export type { Verdict } from './protocols/sharpening/verdict.ts';
export type { Drawn, Winners } from './protocols/sharpening/winners.ts';
export { chosenTexts } from './protocols/sharpening/chosenTexts.ts';
export type { ChosenText, ChosenTexts } from './protocols/sharpening/chosenTexts.ts';
export type { AccuracyRow } from './protocols/sharpening/accuracyRow.ts';
export type { FormReport } from './protocols/sharpening/formReport.ts';
export type { Estimate, MeasuredAccuracy } from './protocols/sharpening/measuredAccuracy.ts';
export type { SearchSummary } from './protocols/sharpening/searchSummary.ts';
export { rescored } from './protocols/sharpening/spread/rescored.ts';
export type { Rescored, RescoreOptions } from './protocols/sharpening/spread/rescored.ts';
export type { Spread } from './protocols/sharpening/spread/spread.ts';
