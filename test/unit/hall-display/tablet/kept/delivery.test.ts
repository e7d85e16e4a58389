import type { Answer, Refused } from '@pingting/contract'
import { beforeEach, describe, expect, test } from 'vitest'
import {
  type Delivery,
  openDelivery,
  type Shelved,
  type SignedRating,
} from '../../../../../hall-display/src/tablet/kept/delivery.ts'
import { refusedBy } from '../../stage/refused.ts'

const TAKEN: Answer = { ok: true, stream: 'hall:h1', seq: 1, replayed: false, events: [] }
const AWAY = refusedBy('hub.unavailable')

const rating = (name: string): SignedRating => ({
  ...{ type: 'evaluation.submit', commandId: name, ticketId: '20261123-A001', level: 5, tagVersion: 2, tagCodes: [] },
  ...{ channel: 'tablet', formOpenMs: 4_000, givenAt: '2026-11-23T01:00:00.000Z', signature: `by ${name}` },
})

let room: number
let shelved: Shelved[]
let told: Refused[]
let answers: (Answer | Promise<Answer>)[]
let sent: SignedRating[]
let delivery: Delivery
beforeEach(() => {
  let places = 0
  room = 200
  shelved = []
  told = []
  answers = []
  sent = []
  delivery = openDelivery({
    shelf: {
      async put(command) {
        if (shelved.length >= room) return false
        shelved.push({ place: ++places, command })
        return true
      },
      first: async () => shelved[0],
      async take(place, refused) {
        shelved = shelved.filter(one => one.place !== place)
        if (refused !== undefined) told.push(refused)
      },
    },
    async post(command) {
      sent.push(command)
      return (await answers.shift()) ?? AWAY
    },
    changed: () => undefined,
  })
})
const names = () => sent.map(({ commandId }) => commandId)

describe('ratings of a tablet', () => {
  test('[FA36] one goes over the shelf to the hub, and whoever stands there hears the answer', async () => {
    answers = [TAKEN]

    expect(await delivery.give(rating('r1'), true)).toBe(TAKEN)
    expect(shelved).toEqual([])
  })

  test('[FA36] without an answer it stays, and goes out later as it first did', async () => {
    expect(await delivery.give(rating('r1'), true)).toBe('kept')
    expect(shelved).toHaveLength(1)
    answers = [TAKEN]

    await delivery.deliver()

    expect(sent).toEqual([rating('r1'), rating('r1')])
    expect([shelved, told]).toEqual([[], []])
  })

  test('[FA36] what was kept goes out in the order it was given, and stops where the hub is away again', async () => {
    for (const name of ['r1', 'r2', 'r3']) await delivery.give(rating(name), false)
    await delivery.deliver()
    sent = []
    answers = [TAKEN, AWAY]
    await delivery.deliver()
    expect(names()).toEqual(['r1', 'r2'])
    answers = [TAKEN, TAKEN]

    await delivery.deliver()

    expect(names()).toEqual(['r1', 'r2', 'r2', 'r3'])
    expect(shelved).toEqual([])
  })

  test.each(['hub.unavailable', 'hub.busy', 'request.too-many', 'access.unknown'] as const)(
    '[FA36] %s says nothing of the rating: it stays',
    async code => {
      answers = [refusedBy(code)]

      expect(await delivery.give(rating('r1'), true)).toBe('kept')
      expect([shelved.length, told]).toEqual([1, []])
    },
  )

  test('[FA36] what the hub refuses is told to who stands there, else once to the hall; the others go on', async () => {
    const late = refusedBy('evaluation.window-closed')
    answers = [late]
    expect(await delivery.give(rating('r1'), true)).toBe(late)
    expect([shelved, told]).toEqual([[], []])

    for (const name of ['r2', 'r3']) await delivery.give(rating(name), false)
    await delivery.deliver()
    answers = [late, TAKEN]
    await delivery.deliver()
    expect([shelved, told]).toEqual([[], [late]])
  })

  test('[FA35] the one there is no room for is refused with a sentence, sent nowhere, and nothing else is lost', async () => {
    room = 2
    for (const name of ['r1', 'r2']) await delivery.give(rating(name), false)
    await delivery.deliver()
    sent = []

    expect(await delivery.give(rating('r3'), true)).toEqual(refusedBy('evaluation.kept-full'))
    expect(shelved.map(({ command }) => command.commandId)).toEqual(['r1', 'r2'])
    expect(names()).not.toContain('r3')
  })

  test('[FA36] one that is given while others go out goes out with them, once', async () => {
    let answer: (answer: Answer) => void = () => undefined
    answers = [new Promise(resolve => (answer = resolve)), TAKEN]
    const first = delivery.give(rating('r1'), true)
    const second = delivery.give(rating('r2'), true)
    answer(TAKEN)

    expect(await Promise.all([first, second])).toEqual([TAKEN, TAKEN])
    expect(names()).toEqual(['r1', 'r2'])
  })
})
