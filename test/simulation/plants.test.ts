import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { EVIDENCE, type Evidence } from '../campaign/harness/evidence.ts'
import { playDay, settingOf } from './day.ts'
import { plants } from './plants/all.ts'
import { CAUGHT, HUNTED_IN } from './plants/caught.ts'
import { invariantOf } from './shrink.ts'

const TIMEOUT_MS = 60_000

test('[SM3] there are bugs enough, and each has a day that finds it', () => {
  expect(Object.keys(CAUGHT).length).toBeGreaterThanOrEqual(25)
  expect(Object.keys(CAUGHT).filter(name => !plants.has(name))).toEqual([])
})

test('[SM3] of the 26 bugs of the beginning the record names the 25 that are planted', () => {
  const record = readFileSync(join(EVIDENCE, '../adr/0011-simulation-at-the-ports.md'), 'utf8')
  const [line = ''] = /^- A list of 26 bugs .* 25 of them are planted: .*$/m.exec(record) ?? []
  const named = [...line.matchAll(/`([a-z-]+)`/g)].map(match => match[1]!)
  expect(named.filter(name => !plants.has(name))).toEqual([])
  expect(new Set(named).size).toBe(25)
})

test('[SM6] the evidence names the day that found each planted bug', () => {
  const { figures } = JSON.parse(readFileSync(join(EVIDENCE, 'plants.json'), 'utf8')) as Evidence
  expect([...plants.keys()].filter(name => typeof figures[name] !== 'number')).toEqual([])
})

test.each(Object.entries(CAUGHT))('[SM3] %s is found', { timeout: TIMEOUT_MS }, async (name, seed) => {
  const plant = plants.get(name)!
  const { violations } = await playDay(settingOf(seed, { plant, size: HUNTED_IN }))
  const guards = plant.guards.split(', ')
  expect(violations.filter(line => guards.includes(invariantOf(line)))).not.toEqual([])
})
