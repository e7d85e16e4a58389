import { refuse } from '@pingting/contract'
import { expect, test } from 'vitest'
import { Turns, WAITING_MAX } from '../../../../server/src/hub/books/turns.ts'

test('[RB44] one at a time; beyond some that wait it is refused, and there is room again when one is over', async () => {
  const turns = new Turns()
  const order: number[] = []
  const gate = Promise.withResolvers<void>()
  const work = (number: number) =>
    turns.take(async () => {
      await gate.promise
      order.push(number)
      if (number === 1) throw new Error('no')
      return number
    })
  const all = Array.from({ length: WAITING_MAX }, (_, number) => work(number).catch(() => 'failed'))
  expect(await work(WAITING_MAX)).toEqual(refuse('hub.busy'))
  gate.resolve()
  expect(await Promise.all(all)).toEqual(all.map((_, number) => (number === 1 ? 'failed' : number)))
  expect(order).toEqual(all.map((_, number) => number))
  expect(await work(WAITING_MAX)).toBe(WAITING_MAX)
  await turns.over()
})
