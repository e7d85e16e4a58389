import type { Shape } from '../fill.ts'
import type { zh } from './zh-CN.ts'

export const en: Shape<typeof zh> = {
  dispute: {
    raise: 'Dispute this line of the settlement',
    title: 'Dispute a line',
    side: 'For',
    hall: 'the hall',
    lot: 'the car park',
    evidence: 'Evidence (number of a picture, may be empty)',
    byHall: 'Disputed by the hall',
    byLot: 'Disputed by the car park',
    evidenceIs: 'evidence {evidence}',
    waitsForOtherSide: 'The other side has to answer',
    open: '{count} {count|dispute waits|disputes wait} for an answer; nobody signs before that.',
    sent: 'Raised; it waits for the other side.',
    rejectedBy: '{kind} ({minutes} min, {yuan}) asked for by {who}, rejected by {other}',
    answer: 'Answer',
  },
}
