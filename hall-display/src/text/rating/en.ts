import type { Shape } from '../fill.ts'
import type { zh } from './zh-CN.ts'

export const en: Shape<typeof zh> = {
  rating: {
    howWas: 'How was the service?',
    whichGood: 'What fits? (any number, or none)',
    whichWrong: 'What should be better? (at least one, or a few words)',
    inWords: 'Anything else (optional)',
    chooseFirst: 'Please choose a level first.',
    reasonNeeded: 'Please tick a reason or write one, so that it can be put right.',
    wordsHelp: 'Your reasons help to put it right. A good or a bad rating earns the same parking.',
    anonymousToStaff: 'Staff do not see your choice. It cannot be changed afterwards.',
    skip: 'Not now',
    submit: 'Submit',
  },
}
