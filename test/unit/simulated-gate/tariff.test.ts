import { expect, test } from 'vitest'
import { fen } from '../../../parking-bridge/simulated-gate/src/tariff.ts'

test('[T6] half a fen, a debt and infinity are no amounts', () => {
  for (const amount of [0.5, -1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])
    expect(() => fen(amount)).toThrow(RangeError)
})
