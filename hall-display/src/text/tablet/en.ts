import type { Shape } from '../fill.ts'
import type { zh } from './zh-CN.ts'

export const en: Shape<typeof zh> = {
  tablet: {
    title: 'Counter tablet',
    counter: 'Counter {label}',
    servedBy: 'Serving you',
    pleaseCome: 'Please come to this counter',
    beingServed: 'Now being served',
    rateNow: 'Rate this service',
    welcome: 'Welcome',
    waitForCall: 'Please watch the board for your number',
    closed: 'This counter is closed',
    paused: 'This counter is paused, one moment please',
    plateTitle: 'Enter your plate for free parking (optional)',
    plateWhat: 'It does not depend on your rating, and holds for today’s stay here.',
    plateConfirm: 'Enter plate',
    plateSkip: 'No car, skip',
    thanks: 'Thank you for your rating!',
    done: 'Done',
  },
}
