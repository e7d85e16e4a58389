import type { Shape } from '../fill.ts'
import type { zh } from './zh-CN.ts'

export const en: Shape<typeof zh> = {
  pair: {
    title: 'Pairing',
    pairing: 'Pairing…',
    noCode: "The link holds no pairing code. Use a pairing link on the host's home page.",
    again: 'Try again',
    home: 'Back to home',
    notPaired: "This device is not paired yet. Use a pairing link on the host's home page.",
    pairAgain: 'The pairing of this device no longer holds. Please pair it again.',
  },
}
