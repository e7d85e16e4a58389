import type { Actor } from '@pingting/contract'
import { expect, test } from 'vitest'
import { mayListen } from '../../../../server/src/hub/publish/listeners.ts'

const bridge: Actor = { kind: 'bridge', lotIds: ['east'] }

test('[AU20] a bridge hears the halls whose lots it serves, its own lots, and no other', () => {
  expect(mayListen(bridge, 'hall:h1', 'bridge:east', ['west', 'east'])).toBe(true)
  // Of a hall with two lots it hears its own alone.
  expect(mayListen(bridge, 'hall:h1', 'bridge:west', ['west', 'east'])).toBe(false)
  expect(mayListen(bridge, 'hall:h1', 'bridge', ['west', 'east'])).toBe(false)
  expect(mayListen(bridge, 'hall:h1', 'bridge:east', ['west'])).toBe(false)
  expect(mayListen(bridge, 'hall:h1', 'bridge:east')).toBe(false)
  expect(mayListen(bridge, 'lot:east', 'bridge')).toBe(true)
  expect(mayListen(bridge, 'lot:east', 'bridge:east')).toBe(false)
  expect(mayListen(bridge, 'lot:west', 'bridge')).toBe(false)
})
