import type { Refused, ResumeAnswer, ResumeRequest } from '@pingting/contract'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Keeper, keepRoom } from '../../../../hall-display/src/hub/keeper.ts'
import type { Held } from '../../../../hall-display/src/hub/place.ts'
import { called, emptyScreen, envelopeOf, floorScreen, NINE, TICKET, taken } from './screens.ts'

const CLOCK = { at: NINE, speed: 1 }
const busy: Refused = { ok: false, code: 'hub.unavailable', zh: '忙', en: 'busy' }
const denied: Refused = { ok: false, code: 'access.denied', zh: '否', en: 'no' }
const snapshot = (seq: number, epoch = 'e1'): ResumeAnswer => ({ epoch, seq, snapshot: floorScreen(), clock: CLOCK })
/** Lets what was promised happen. */
const settled = () => new Promise(resolve => setImmediate(resolve))

/** A hub that answers when told to. */
class Hub {
  asked: { request: ResumeRequest; answer: (answer: ResumeAnswer | Refused) => void; fail: () => void }[] = []
  held: Held | undefined
  told = 0
  refused: Refused | undefined
  paused: (() => void)[] = []
  keeper: Keeper

  constructor(audience = 'floor') {
    this.keeper = keepRoom('hall:h1', audience, {
      ask: request =>
        new Promise((answer, reject) => {
          this.asked.push({ request, answer, fail: () => reject(new Error('no answer')) })
        }),
      changed: held => {
        this.held = held
        this.told += 1
      },
      refused: refused => {
        this.refused = refused
      },
      afterPause: step => this.paused.push(step),
    })
  }

  async answer(answer: ResumeAnswer | Refused): Promise<void> {
    this.asked.at(-1)!.answer(answer)
    await settled()
  }
}

let hub: Hub
beforeEach(async () => {
  hub = new Hub()
  hub.keeper.resume()
  await hub.answer(snapshot(5))
})

describe('keepRoom', () => {
  test('[AU3] the first time it asks without a place; after a break it names its place', () => {
    expect(hub.asked[0]!.request).toEqual({ stream: 'hall:h1', audience: 'floor' })

    hub.keeper.resume()

    expect(hub.asked[1]!.request).toEqual({ stream: 'hall:h1', audience: 'floor', epoch: 'e1', seq: 5 })
  })

  test('[AU3] [FA1] a gap is filled by asking from our place, what came meanwhile is not lost, and all is told at once', async () => {
    hub.keeper.envelope(envelopeOf(8, [called()], { last: 7 }))
    hub.keeper.envelope(envelopeOf(9, [taken('20261123-A002')]))

    expect(hub.held?.seq).toBe(5)
    expect(hub.asked.at(-1)!.request.seq).toBe(5)
    const missed = [envelopeOf(7, [taken()], { last: 5 }), envelopeOf(8, [called()], { last: 7 })]
    await hub.answer({ epoch: 'e1', seq: 8, envelopes: missed, clock: CLOCK })

    expect(hub.held?.seq).toBe(9)
    expect(hub.told).toBe(2)
    expect(hub.held?.screen.tickets[TICKET]?.status).toBe('called')
    expect(hub.held?.screen.tickets['20261123-A002']?.status).toBe('waiting')
    expect(hub.asked).toHaveLength(2)
  })

  test('[AU3] a repeated envelope changes nothing and asks nothing', () => {
    const before = hub.held

    hub.keeper.envelope(envelopeOf(5, [taken()]))

    expect(hub.held).toBe(before)
    expect(hub.asked).toHaveLength(1)
  })

  test('[AU3] another epoch means a snapshot: it asks without a place, for an envelope and for a frame alike', async () => {
    hub.keeper.envelope(envelopeOf(6, [], { epoch: 'e2' }))
    expect(hub.asked.at(-1)!.request).not.toHaveProperty('seq')
    await hub.answer(snapshot(6, 'e2'))
    expect(hub.held).toMatchObject({ epoch: 'e2', seq: 6 })

    const frame = { kind: 'lot', insideTally: 0, spacesLeft: 0 } as const
    hub.keeper.frame({ stream: 'hall:h1', audience: 'floor', epoch: 'e3', seq: 1, at: NINE, frame })
    expect(hub.asked.at(-1)!.request).not.toHaveProperty('seq')
  })

  test('[AU3] no answer, or a hub that is busy, is asked again after a pause; a refusal that stands is shown', async () => {
    hub.keeper.resume()
    hub.asked.at(-1)!.fail()
    await settled()
    hub.paused.shift()!()
    await hub.answer(busy)
    hub.paused.shift()!()
    expect(hub.asked).toHaveLength(4)
    expect(hub.refused).toBeUndefined()

    await hub.answer(denied)

    expect(hub.refused?.code).toBe('access.denied')
    expect(hub.paused).toEqual([])
  })

  test('[AU3] an answer that comes after a newer question is not taken', async () => {
    hub.keeper.resume()
    hub.keeper.resume()
    const [, late, newer] = hub.asked

    newer!.answer({ epoch: 'e1', seq: 9, snapshot: emptyScreen(), clock: CLOCK })
    late!.answer(snapshot(6))
    await settled()

    expect(hub.held?.seq).toBe(9)
  })

  test('[AU3] an answer that goes on from elsewhere is asked for as a snapshot, at once, and again after a pause', async () => {
    const elsewhere: ResumeAnswer = { epoch: 'e2', seq: 7, envelopes: [], clock: CLOCK }
    hub.keeper.resume()
    await hub.answer(elsewhere)
    expect(hub.asked).toHaveLength(3)
    expect(hub.asked.at(-1)!.request).not.toHaveProperty('seq')
    expect(hub.paused).toEqual([])

    await hub.answer(elsewhere)
    expect(hub.asked).toHaveLength(3)
    hub.paused.shift()!()
    expect(hub.asked.at(-1)!.request).not.toHaveProperty('seq')
    await hub.answer(snapshot(7, 'e2'))

    expect(hub.held).toMatchObject({ epoch: 'e2', seq: 7 })
  })

  test('[AU3] while an answer is awaited no more is kept than a backlog is worth; the rest shows as a gap', async () => {
    hub.keeper.resume()
    for (let seq = 6; seq <= 600; seq += 1) hub.keeper.envelope(envelopeOf(seq, []))

    await hub.answer(snapshot(5))
    expect(hub.held?.seq).toBe(5 + 512)
    hub.keeper.envelope(envelopeOf(601, []))

    expect(hub.asked.at(-1)!.request.seq).toBe(5 + 512)
  })

  test('[AU5] a frame is taken as it comes, and not before there is a screen to show it on, nor while one is asked for', async () => {
    const frame = { kind: 'lot', insideTally: 1, spacesLeft: 2 } as const
    const message = { stream: 'hall:h1', audience: 'floor', epoch: 'e1', seq: 5, at: NINE, frame } as const
    const early = new Hub()
    early.keeper.frame(message)
    expect(early.held).toBeUndefined()
    expect(early.asked).toEqual([])

    hub.keeper.resume()
    hub.keeper.frame({ ...message, frame: { ...frame, insideTally: 9 } })
    await hub.answer(snapshot(5))
    expect(hub.held).not.toHaveProperty('frame')
    hub.keeper.frame(message)

    expect(hub.held?.frame).toEqual(frame)
  })

  test('[AU8] a tablet that turns to another visitor takes a fresh screen', async () => {
    const tablet = new Hub('counter:C01')
    tablet.keeper.resume()
    await tablet.answer(snapshot(5))

    tablet.keeper.envelope(envelopeOf(6, [called()], { audience: 'counter:C01' }))

    expect(tablet.asked.at(-1)!.request).not.toHaveProperty('seq')
    await tablet.answer(snapshot(6))
    expect(tablet.held?.seq).toBe(6)
    expect(tablet.asked).toHaveLength(2)
  })
})
