import { spawn } from 'node:child_process'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import type { Row } from './pages/report.ts'

const DEMO = fileURLToPath(new URL('../server/living-hall/demo/main.ts', import.meta.url))

/**
 * The demonstration's day of the main hall on a clock that runs `speed` times as fast; the people need answers in time to
 * keep up. What was planned is divided by the time it took, so a hub that is slow makes less of it. @throws when its books do not close without a fault, since a day that went wrong is not faster.
 */
export async function benchDay(hours: string, speed: number): Promise<Row> {
  const demo = spawn(process.execPath, [DEMO, '--hours', hours, '--speed', String(speed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const said = await text(demo.stdout)
  const told = /the day +(.+ in .+): (\d+)× real time, (.+)/.exec(said)
  if (told === null || !said.includes('everything accounted for; 0 unexplained')) throw new Error(said)
  const [, took, times, late] = told
  return {
    ...{ what: `a day of 1,200 visitors, its clock at ${speed}×`, side: 'pingting' },
    ...{ figure: `${times}× real time: ${took}, ${late}`, value: Number(times) },
  }
}
