import type { Answer } from '@pingting/contract'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Outbox, outbox, type Wish } from '../../../../hall-display/src/hub/outbox.ts'

const unanswered: Answer = { ok: false, code: 'hub.unavailable', zh: '忙', en: 'busy' }
const refused: Answer = { ok: false, code: 'counter.busy', zh: '忙', en: 'busy' }
const done: Answer = { ok: true, stream: 'hall:h1', seq: 1, replayed: false, events: [] }
const CALL: Wish = { type: 'ticket.callNext', counterId: 'C01' }

let answers: Answer[]
let sent: string[]
let bodies: object[]
let out: Outbox
beforeEach(() => {
  let ids = 0
  answers = []
  sent = []
  bodies = []
  out = outbox({
    post: async (_stream, command) => {
      bodies.push(command)
      sent.push((command as { commandId: string }).commandId)
      return answers.shift() ?? unanswered
    },
    newId: () => `id${++ids}`,
    pause: async () => {},
  })
})

describe('outbox', () => {
  test('[JR2] a command nobody answered is repeated under the same id', async () => {
    answers = [unanswered, unanswered, done]

    expect(await out.send('hall:h1', CALL)).toBe(done)
    expect(sent).toEqual(['id1', 'id1', 'id1'])
  })

  test('[JR2] pressed again after every try failed, the same wish keeps its id; another wish gets its own', async () => {
    expect(await out.send('hall:h1', CALL)).toBe(unanswered)
    sent = []
    answers = [done, done]

    await out.send('hall:h1', CALL)
    await out.send('hall:h1', { ...CALL, counterId: 'C02' })

    expect(sent).toEqual(['id1', 'id2'])
  })

  test('[JR2] a wish that was answered, yes or no, is over: the next press is a new one', async () => {
    answers = [done, refused, done]

    await out.send('hall:h1', CALL)
    await out.send('hall:h1', CALL)
    await out.send('hall:h1', CALL)

    expect(sent).toEqual(['id1', 'id2', 'id3'])
  })

  test('[EV21] a rating pressed again after its answer was lost goes out as it first did, however long the form stood open since', async () => {
    const rating = (formOpenMs: number, level: 4 | 5 = 5): Wish => ({
      ...{ type: 'evaluation.submit', ticketId: '20261123-A001', level, tagVersion: 2, tagCodes: [] },
      ...{ channel: 'tablet', formOpenMs },
    })
    await out.send('hall:h1', rating(4_000))
    answers = [done, done, done]

    expect(await out.send('hall:h1', rating(31_000))).toBe(done)
    expect(bodies).toEqual(Array(4).fill({ ...rating(4_000), commandId: 'id1' }))
    // Another choice is another wish, and so is the same one after it was answered.
    await out.send('hall:h1', rating(33_000, 4))
    await out.send('hall:h1', rating(35_000))
    expect(bodies.slice(4)).toEqual([
      { ...rating(33_000, 4), commandId: 'id2' },
      { ...rating(35_000), commandId: 'id3' },
    ])
  })

  test('[JR2] the next person at the kiosk does not inherit a wish', async () => {
    await out.send('hall:h1', CALL)
    out.forget()
    sent = []

    await out.send('hall:h1', CALL)

    expect(new Set(sent)).toEqual(new Set(['id2']))
  })
})
