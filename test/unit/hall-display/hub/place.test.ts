import { describe, expect, test } from 'vitest'
import { adopt, apply, type Held, judge } from '../../../../hall-display/src/hub/place.ts'
import { called, emptyScreen, envelopeOf, floorScreen, NINE, TICKET, taken } from './screens.ts'

const CLOCK = { at: NINE, speed: 1 }
const held = (seq: number, epoch = 'e1'): Held => ({ epoch, seq, screen: floorScreen() })

describe('the place in a stream', () => {
  test('[AU3] seq not after mine is dropped, last beyond mine is a gap, another epoch means afresh, else it applies', () => {
    expect(judge(held(7), envelopeOf(7, []))).toBe('drop')
    expect(judge(held(7), envelopeOf(8, []))).toBe('apply')
    expect(judge(held(7), envelopeOf(12, [], { last: 4 }))).toBe('apply')
    expect(judge(held(7), envelopeOf(12, [], { last: 9 }))).toBe('gap')
    expect(judge(held(7), envelopeOf(8, [], { epoch: 'e2' }))).toBe('afresh')
    expect(judge(undefined, envelopeOf(1, []))).toBe('afresh')
  })

  test('[AU3] after an envelope the place is its seq', () => {
    const after = apply(held(7), envelopeOf(12, [taken()], { last: 4 }))

    expect(after.seq).toBe(12)
    expect(after.screen.tickets[TICKET]?.status).toBe('waiting')
  })

  test('[AU3] an answer with envelopes continues what is held, and its seq is the new place', () => {
    const repeated = envelopeOf(7, [taken('20261123-B001')])
    const missed = envelopeOf(9, [taken()], { last: 7 })

    const next = adopt(held(7), { epoch: 'e1', seq: 11, envelopes: [repeated, missed], clock: CLOCK })

    expect(next).toMatchObject({ seq: 11, epoch: 'e1' })
    expect(Object.keys((next as Held).screen.tickets)).toEqual([TICKET])
  })

  test('[AU3] envelopes of another epoch, or for somebody who holds nothing, are never guessed at', () => {
    const answer = { epoch: 'e2', seq: 3, envelopes: [], clock: CLOCK }

    expect(adopt(held(7), answer)).toBe('afresh')
    expect(adopt(undefined, answer)).toBe('afresh')
  })

  test('[AU8] a tablet that was away while its counter called another asks afresh, and does not fold what it missed', () => {
    const call = envelopeOf(9, [called('20261123-B001')], { last: 7, audience: 'counter:1' })
    const answer = { epoch: 'e1', seq: 11, envelopes: [call], clock: CLOCK }

    expect(adopt(held(7), answer)).toBe('afresh')
    expect(adopt(held(9), answer)).toMatchObject({ seq: 11 })
  })

  test('[AU5] figures stay until newer ones come, and an answer brings the newest', () => {
    // given what is held with figures · when an answer brings none, and one brings newer
    const figures = (insideTally: number) => ({ kind: 'lot', insideTally, spacesLeft: 3 - insideTally }) as const
    const before = { ...held(7), frame: figures(1) }
    const answer = { epoch: 'e1', seq: 8, envelopes: [], clock: CLOCK }
    // then
    expect(adopt(before, answer)).toMatchObject({ seq: 8, frame: figures(1) })
    expect(adopt(before, { ...answer, frame: figures(2) })).toMatchObject({ frame: figures(2) })
    expect(adopt(held(7), answer)).not.toHaveProperty('frame')
  })

  test('[AU3] a snapshot replaces everything, from whatever place', () => {
    const next = adopt(held(90, 'e1'), { epoch: 'e2', seq: 3, snapshot: emptyScreen(), clock: CLOCK })

    expect(next).toEqual({ epoch: 'e2', seq: 3, screen: emptyScreen() })
  })
})
