import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { Row } from '../../../bench/pages/report.ts'

const MAIN = fileURLToPath(new URL('../../../bench/main.ts', import.meta.url))

test('[AR8, RB86] every bench runs once, each beside its floor or peer, and says what it saw', async () => {
  // given a small run of all of them, without any limit of time
  const bench = spawn(process.execPath, [MAIN, '--quick'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = text(bench.stderr)

  // when it ends
  const printed = await text(bench.stdout)

  // then each has measured something of ours, and what is timed has samples
  expect(printed, await said).toContain('[{')
  const rows = JSON.parse(printed.slice(printed.indexOf('[{'))) as Row[]
  expect(rows.filter(row => row.side === 'pingting').length).toBeGreaterThanOrEqual(10)
  // Evaluations twice with two, OPC UA with one, a start with one; two rooms from two moments, and five looks at the memory. A day stands beside real time,
  // and the books of one beside its journals; they throw where what is settled is not what was played.
  expect(rows.filter(row => row.side === 'floor')).toHaveLength(7)
  expect(rows.filter(row => row.side === 'peer')).toHaveLength(9)
  expect(rows.map(({ what }) => what)).toContain('first pass over a day of 200 exits, 200 of them on an exemption')
  for (const row of rows) {
    if (row.figure === undefined) expect(row.samples, row.what).toBeGreaterThan(0)
    for (const value of [row.perSecond, row.p50Ms, row.p99Ms]) {
      if (value !== undefined) expect(value, row.what).toBeGreaterThan(0)
    }
  }
}, 400_000)
