import { expect, test, vi } from 'vitest'
import { HEARD_MAX, openHearing, type Told } from '../../../../server/src/hub/peers/hearing.ts'
import { openLog } from '../../../../server/src/hub/process/log.ts'

const headAt = (seq: number): Told => ({ kind: 'heads', heads: { 'hall:h1': seq } })

test('[HB4] while the journal hangs no more news waits than has a place, and what comes afterwards is taken in again', async () => {
  const taken: Told[] = []
  let answer: () => void = () => undefined
  const hangs = new Promise<void>(resolve => {
    answer = resolve
  })
  const hear = openHearing(async news => {
    await hangs
    taken.push(news)
  }, openLog('silent'))

  for (let seq = 1; seq <= HEARD_MAX + 500; seq += 1) hear(headAt(seq))
  answer()
  await vi.waitFor(() => expect(taken.at(-1)).toEqual(headAt(HEARD_MAX)))
  await new Promise(resolve => setTimeout(resolve, 10))
  expect(taken).toEqual(Array.from({ length: HEARD_MAX }, (_, index) => headAt(index + 1)))

  hear(headAt(9_000))
  await vi.waitFor(() => expect(taken.at(-1)).toEqual(headAt(9_000)))
})

test('[HB4] what cannot be taken in gives its place back', async () => {
  let tries = 0
  const hear = openHearing(async () => {
    tries += 1
    throw new Error('the store is away')
  }, openLog('silent'))
  for (let round = 1; round <= 2; round += 1) {
    for (let seq = 1; seq <= HEARD_MAX; seq += 1) hear(headAt(seq))
    await vi.waitFor(() => expect(tries).toBe(round * HEARD_MAX))
    await new Promise(resolve => setTimeout(resolve, 10))
  }
})
