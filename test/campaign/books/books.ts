import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { MatchClass } from '@pingting/contract'
import { openStore } from '../../../server/src/hub/process/store.ts'
import { draw } from '../../../server/src/settlements/matching/draw.ts'
import { isBreak, newsOf } from '../../../server/src/settlements/matching/register.ts'
import { noTotals, type Totals } from '../../../server/src/settlements/matching/totals.ts'
import { cleanVisits, dayOf, rowTally } from '../../support/books/clean.ts'
import { booksOf, drawn, rulesAt } from '../../support/books/drawn.ts'
import { BREAK_CLASSES, PLANTS, plant } from '../../support/books/planted.ts'
import { openBooks } from '../../support/books/stored.ts'
import { breaksOf, type Moment, type Rows } from '../../support/books/visits.ts'
import { randomOf } from '../../support/random.ts'
import { type Campaign, Claims, rounded } from '../harness/campaign.ts'

const MOMENTS: readonly Moment[] = ['rolling', 'final']
/** Clean visits around each planted one. */
const AROUND = 12
/** Of each class among the stored rows. */
const HIDDEN = 10
const WRITTEN_TOGETHER = 2_000
const SECONDS_MAX = 60
/** What is still held after a collection. A million rows as objects are ten times as much and more. */
const HEAP_MB_MAX = 32
/** How often in a pass it is looked at. */
const HEAP_SAMPLES = 10
/** A row ahead of each source, and those of one key. */
const AHEAD_MAX = 50

/** Numbers of planted visitors, so that no clean one has their plate. */
const FIRST_PLANTED = 10_000_000

/** The books of hall and car park laid beside each other: everything planted is found, nothing clean is suspected. */
export const books: Campaign<{ planted: number; cleanRows: number; storedRows: number }> = {
  name: 'books',
  what: 'RB5, RB6, RB16: breaks of all thirteen classes planted into clean days, clean rows, and rows in the embedded store read twice.',
  full: { planted: 100, cleanRows: 100_000, storedRows: 1_000_000 },
  quick: { planted: 4, cleanRows: 2_000, storedRows: 8_000 },
  async run({ planted, cleanRows, storedRows }, seed) {
    const claims = new Claims()
    const missed = await misjudged(planted, seed)
    claims.none('planted breaks that were not found as they are, and alone', missed)
    const clean = await suspected(cleanRows, seed)
    claims.none('clean rows that were called a break', clean.breaks)
    const stored = await fromTheStore(storedRows, seed, claims)
    return {
      line: `${BREAK_CLASSES.length} × ${planted} planted breaks, ${missed.length} misjudged; ${clean.rows} clean rows, ${clean.breaks.length} suspected; ${stored.rows} rows in the store in ${stored.seconds} s, again in ${stored.secondsAgain} s and nothing new`,
      claims: claims.all,
      figures: { planted: BREAK_CLASSES.length * planted, clean: clean.rows, ...stored },
    }
  },
}

async function misjudged(each: number, seed: number): Promise<string[]> {
  const random = randomOf(seed)
  const missed: string[] = []
  for (const breakClass of BREAK_CLASSES)
    for (let n = 0; n < each; n += 1) {
      const moment = MOMENTS[n % MOMENTS.length]!
      const visits = cleanVisits(random(2 ** 31), moment)
      const clean = Array.from({ length: AROUND }, () => visits.next().value)
      const way = Math.floor(n / MOMENTS.length) % PLANTS[breakClass].length
      const { rows, found } = plant(breakClass, { number: FIRST_PLANTED + n, random, moment }, way)
      const { verdicts } = await drawn(booksOf(dayOf([...clean, rows])), rulesAt(moment))
      const breaks = breaksOf(verdicts)
      if (!isDeepStrictEqual(breaks, [found])) missed.push(`${found} at ${moment}: ${breaks.join(', ')}`)
    }
  return missed
}

async function suspected(rowsMin: number, seed: number): Promise<{ rows: number; breaks: string[] }> {
  let rows = 0
  const breaks: string[] = []
  for (const moment of MOMENTS) {
    const visits = cleanVisits(seed, moment)
    const day: Rows[] = []
    for (let tally = 0; tally < rowsMin / MOMENTS.length; tally += rowTally(day.at(-1)!)) day.push(visits.next().value)
    rows += day.reduce((sum, visit) => sum + rowTally(visit), 0)
    breaks.push(...breaksOf((await drawn(booksOf(dayOf(day)), rulesAt(moment))).verdicts))
  }
  return { rows, breaks }
}

type Stored = Awaited<ReturnType<typeof openBooks>>

async function fromTheStore(rowsMin: number, seed: number, claims: Claims) {
  const dataDir = mkdtempSync(join(tmpdir(), 'pingting-books-'))
  const store = await openStore(undefined, dataDir)
  try {
    const stored = await openBooks(store.connection)
    const { rows, expected } = await written(stored, rowsMin, seed)
    const known = new Map<string, MatchClass>()
    const first = await passOver(stored, known, rows)
    const second = await passOver(stored, known, rows)
    const found = [...known].map(([key, matchClass]) => `${matchClass} ${key}`).sort()
    claims.none('hidden breaks that were not found, and found ones that nobody hid', differences(expected, found))
    claims.none('rows that were not read', rows === first.read ? [] : [`${first.read} of ${rows}`])
    claims.none('news of a second pass', second.news)
    claims.none(
      'verdicts and totals that a second pass changed',
      first.digest === second.digest && isDeepStrictEqual(first.totals, second.totals) ? [] : [second.digest],
    )
    claims.atMost('rows read ahead of their verdict', Math.max(first.aheadMax, second.aheadMax), AHEAD_MAX)
    claims.atMost('MB held beyond the start', Math.max(first.heapMb, second.heapMb), HEAP_MB_MAX)
    claims.inTime(`seconds for ${rows} rows`, Math.max(first.seconds, second.seconds), SECONDS_MAX)
    const figures = {
      seconds: first.seconds,
      secondsAgain: second.seconds,
      cpuSeconds: first.cpuSeconds,
      cpuSecondsAgain: second.cpuSeconds,
      heapMb: first.heapMb,
      heapMbAgain: second.heapMb,
    }
    return { rows, verdicts: first.verdictTally, breaks: found.length, aheadMax: first.aheadMax, ...figures }
  } finally {
    await store.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

async function written(stored: Stored, rowsMin: number, seed: number) {
  // Not the chance of the clean visits, or each break would stand beside its clean twin.
  const random = randomOf(seed + 1)
  const visits = cleanVisits(seed, 'final')
  const hidden = BREAK_CLASSES.flatMap((breakClass, place) =>
    Array.from({ length: HIDDEN }, (_, n) =>
      plant(breakClass, { number: FIRST_PLANTED + place * HIDDEN + n, random, moment: 'final' }),
    ),
  )
  let rows = await stored.write(hidden.map(one => one.rows))
  while (rows < rowsMin) {
    const some = Array.from({ length: Math.min(WRITTEN_TOGETHER, rowsMin - rows) }, () => visits.next().value)
    rows += await stored.write(some)
  }
  return { rows, expected: hidden.map(({ found }) => found).sort() }
}

interface Pass {
  seconds: number
  /** Of this process, the store's thread included: what it takes, however many others want a core. */
  cpuSeconds: number
  read: number
  verdictTally: number
  digest: string
  totals: Totals
  news: string[]
  aheadMax: number
  heapMb: number
}

/** One pass over everything; what it has to say goes into `known`, as it would into a journal. */
async function passOver(stored: Stored, known: Map<string, MatchClass>, rows: number): Promise<Pass> {
  const totals = noTotals()
  const hash = createHash('sha256')
  const news: string[] = []
  const sampled = Math.ceil(rows / HEAP_SAMPLES)
  let [verdictTally, aheadMax, heapMax, nextSample] = [0, 0, 0, sampled]
  const [readBefore, heapBefore, startMs] = [stored.read(), heapHeld(), performance.now()]
  const cpuBefore = process.cpuUsage()
  let judged = 0
  for await (const { key, matchClass, minutes, amountFen, settled } of draw(stored.books(), rulesAt('final'), totals)) {
    verdictTally += 1
    hash.update(`${key} ${matchClass} ${minutes} ${amountFen} ${settled?.laneId}\n`)
    const said = newsOf(known.get(key), { matchClass })
    if (said !== undefined) news.push(`${said} ${matchClass} ${key}`)
    if (isBreak(matchClass)) known.set(key, matchClass)
    else known.delete(key)
    aheadMax = Math.max(aheadMax, stored.read() - readBefore - judged)
    judged = stored.read() - readBefore
    if (judged >= nextSample) {
      heapMax = Math.max(heapMax, heapHeld())
      nextSample += sampled
    }
  }
  const { user, system } = process.cpuUsage(cpuBefore)
  return {
    cpuSeconds: rounded((user + system) / 1_000_000),
    ...{ seconds: rounded((performance.now() - startMs) / 1_000), read: stored.read() - readBefore, verdictTally },
    ...{ digest: hash.digest('hex'), totals, news, aheadMax },
    heapMb: rounded(Math.max(0, heapMax - heapBefore) / 2 ** 20),
  }
}

function heapHeld(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}

const differences = (expected: readonly string[], found: readonly string[]): string[] => [
  ...expected.filter(one => !found.includes(one)).map(one => `not found: ${one}`),
  ...found.filter(one => !expected.includes(one)).map(one => `nobody hid: ${one}`),
]
