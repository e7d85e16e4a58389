import { expect, test } from 'vitest'
import { ACTOR, CLERK, expire, Shared } from './stream-ports.ts'

test('[JR2] a repeat whose own effect leaves nothing to change hears the first answer, also after a start from a snapshot', async () => {
  const shared = new Shared()
  const first = (await shared.owner()).stream
  await first.dispatch(expire('A'), ACTOR)
  await first.dispatch(expire('B'), ACTOR)
  await first.close()
  const { stream } = await shared.owner()

  const repeated = await stream.dispatch(expire('A'), ACTOR)
  const other = await stream.dispatch(expire('B', 'id of A'), ACTOR)
  const idle = await stream.dispatch(expire('B', 'another id'), ACTOR)

  expect(repeated).toMatchObject({ replayed: true, commit: { seq: 1, events: [{ ticketId: 'A' }] } })
  expect(other).toMatchObject({ refused: 'command.id-reused' })
  expect(idle).toMatchObject({ replayed: false, commit: { seq: 2, events: [] } })
})

test('[JR3] an id that was accepted and changed nothing is used: the repeat is told so, another body is refused', async () => {
  const { stream } = await new Shared().owner()
  await stream.dispatch(expire('A'), CLERK)
  const first = await stream.dispatch(expire('A', 'an id'), CLERK)
  await stream.dispatch(expire('B'), CLERK)

  const repeated = await stream.dispatch(expire('A', 'an id'), CLERK)
  const other = await stream.dispatch(expire('C', 'an id'), CLERK)

  expect(first).toEqual({ commit: { seq: 1, events: [], at: expect.any(String) }, replayed: false })
  expect(repeated).toEqual({ ...first, replayed: true })
  expect(other).toMatchObject({ refused: 'command.id-reused' })
  expect(stream.peek()).toEqual(['A', 'B'])
})

test('[JR3] what the hub asks of itself and what changes nothing yet may be asked again under the same id', async () => {
  const { stream } = await new Shared().owner()
  await stream.dispatch(expire('A'), ACTOR)
  await stream.dispatch(expire('A', 'an id'), ACTOR)

  const again = await stream.dispatch(expire('A', 'an id'), ACTOR)

  expect(again).toMatchObject({ replayed: false, commit: { seq: 1, events: [] } })
})

test('[JR2] an owner that another has overtaken refuses nothing by what it knew before', async () => {
  const shared = new Shared()
  const slow = (await shared.owner()).stream
  const other = (await shared.owner()).stream
  await other.dispatch(expire('A'), ACTOR)

  const answer = await slow.dispatch(expire('refused until A'), ACTOR)

  expect(answer).toMatchObject({ commit: { seq: 2 } })
})

test('[AU3] an owner that catches up tells what another wrote, also where that one left a snapshot ahead of it', async () => {
  const shared = new Shared()
  const slow = await shared.owner()
  const other = await shared.owner()
  await slow.stream.dispatch(expire('A'), ACTOR)
  await other.stream.dispatch(expire('B'), ACTOR)
  await other.stream.dispatch(expire('C'), ACTOR)
  await other.stream.close()

  const answer = await slow.stream.dispatch(expire('D'), ACTOR)

  expect(answer).toMatchObject({ replayed: false, commit: { seq: 4 } })
  expect(slow.told).toEqual([1, 2, 3, 4])
  expect(slow.stream.peek()).toEqual(['A', 'B', 'C', 'D'])
})

test('[HB6] an owner that hears how far another wrote tells it, and does not wait until it writes again', async () => {
  const shared = new Shared()
  const quiet = await shared.owner()
  const other = (await shared.owner()).stream
  await other.dispatch(expire('A'), ACTOR)
  await other.dispatch(expire('B'), ACTOR)

  await quiet.stream.reached(2)

  expect(quiet.told).toEqual([1, 2])
  expect(quiet.stream.peek()).toEqual(['A', 'B'])
})

test('[HB6] an owner that hears of another while it reads reads again', async () => {
  const shared = new Shared()
  const quiet = await shared.owner()
  const other = (await shared.owner()).stream
  await other.dispatch(expire('A'), ACTOR)

  const first = quiet.stream.reached(1)
  await shared.whileRead(() => other.dispatch(expire('B'), ACTOR))
  await Promise.all([first, quiet.stream.reached(2)])

  expect(quiet.told).toEqual([1, 2])
})

test('[AU3] a follower that lost its place tells what lies between it and a newer snapshot', async () => {
  const shared = new Shared()
  const owner = (await shared.owner()).stream
  const told: number[] = []
  const { follower, fail } = shared.follower(seq => told.push(seq))
  await owner.dispatch(expire('A'), ACTOR)
  await follower.catchUp()
  await owner.dispatch(expire('B'), ACTOR)
  await owner.dispatch(expire('C'), ACTOR)
  await owner.close()
  fail()
  await expect(follower.catchUp()).rejects.toThrow()

  await follower.catchUp()

  expect(told).toEqual([1, 2, 3])
  expect(follower.peek()).toEqual(['A', 'B', 'C'])
})

test('[SM8] the points around a write are passed where something is written, and nowhere else', async () => {
  const passed: string[] = []
  const { stream } = await new Shared().owner(point => void passed.push(point))

  await stream.dispatch(expire('A'), ACTOR)
  await stream.dispatch(expire('A', 'changes nothing'), ACTOR)

  expect(passed).toEqual(['c4', 'c6', 'c7'])
})
