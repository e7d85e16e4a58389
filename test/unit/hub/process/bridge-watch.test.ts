import { expect, test } from 'vitest'
import { BridgeWatch } from '../../../../server/src/hub/process/bridge-watch.ts'

/** Looks once a second, as the hub does, and tells at which second each lot was found silent for the first time. */
function look(watch: BridgeWatch, fromMs: number, untilMs: number, heardEveryMs?: number): Map<string, number> {
  const found = new Map<string, number>()
  for (let ms = fromMs; ms <= untilMs; ms += 1_000) {
    if (heardEveryMs !== undefined && ms % heardEveryMs === 0) watch.heard('east', ms)
    for (const lotId of watch.silent(['east'], ms)) if (!found.has(lotId)) found.set(lotId, ms)
  }
  return found
}

test('[LT13] a bridge that speaks is never silent, one that stops is silent within ten seconds', () => {
  const watch = new BridgeWatch(0)
  expect(look(watch, 0, 60_000, 3_000)).toEqual(new Map())
  expect(look(watch, 61_000, 80_000)).toEqual(new Map([['east', 68_000]]))
})

test('[LT13] after a start every bridge has its time to come', () => {
  expect(look(new BridgeWatch(0), 1_000, 60_000)).toEqual(new Map([['east', 9_000]]))
})

test('[LT13] while the hub itself slept nobody was silent', () => {
  const watch = new BridgeWatch(0)
  look(watch, 0, 6_000, 3_000)
  expect(watch.silent(['east'], 60_000)).toEqual([])
  expect(look(watch, 61_000, 80_000)).toEqual(new Map([['east', 68_000]]))
})
