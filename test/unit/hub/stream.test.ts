import { expect, test } from 'vitest'
import { ACTOR, expire, Shared } from './stream-ports.ts'

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

test('[JR2] an owner that another has overtaken refuses nothing by what it knew before', async () => {
  const shared = new Shared()
  const slow = (await shared.owner()).stream
  const other = (await shared.owner()).stream
  await other.dispatch(expire('A'), ACTOR)

  const answer = await slow.dispatch(expire('refused until A'), ACTOR)

  expect(answer).toMatchObject({ commit: { seq: 2 } })
})
