import { expect, test } from 'vitest'
import { tryForgeries } from '../../../support/access/forger.ts'

const FORGED = Number(process.env['FORGED_TOKENS'] ?? 20_000)

test(`[AC63] of ${FORGED} forged tokens of tickets and devices, keys of bridges and passes none is accepted`, () => {
  const seed = Math.floor(Math.random() * 2 ** 31)
  console.log(`forged tokens: seed ${seed}`)
  expect({ seed, ...tryForgeries(FORGED, seed) }).toEqual({ seed, accepted: 0 })
})
