import { isDeepStrictEqual } from 'node:util'
import { type BusinessDay, daysBefore, fen, nextDay, sumFen } from '@pingting/contract'
import type { DayBooks } from '../../../server/src/hub/books/day.ts'
import { breaksOf } from '../../support/books/visits.ts'
import { BREAK_CLASSES, type Case, casesOf } from '../../support/journals/breaks/all.ts'
import { PROFILES, type Profile } from '../../support/journals/gate.ts'
import { peopleOf } from '../../support/journals/people.ts'
import { MOMENTS, Place } from '../../support/journals/place.ts'
import { openSite, type Site } from '../../support/journals/site.ts'
import { Visit } from '../../support/journals/visit.ts'
import { randomOf } from '../../support/random.ts'
import { type Campaign, Claims } from '../harness/campaign.ts'

const FIRST_DAY: BusinessDay = '2026-11-24'
/** People around each break, and counters for them. */
const [AROUND, FEW_COUNTERS, TURNS] = [6, 4, 480] as const
/** A hub with a thousand car parks is another subject. */
const PLACES_A_SITE = 20
/** Sites whose store waits for the disk while others work. */
const LANES = 4
const SEEDS_APART = 1_000_003
/** Of a day on which nothing is wrong. */
const [PEOPLE_A_DAY, MANY_COUNTERS] = [5_000, 100] as const

/** What happens in the world, through commands, journals and diary, and what the books say of it. */
export const booksJournals: Campaign<{ planted: number; uses: number }> = {
  name: 'books-journals',
  what: 'RB76, RB77: breaks of all thirteen classes, as what happens at gate and hall, played through dispatcher, journal, diary and pass on the shapes of all three profiles; and days on which nothing is wrong.',
  full: { planted: 100, uses: 100_000 },
  quick: { planted: 2, uses: 150 },
  async run({ planted, uses }, seed) {
    const claims = new Claims()
    const broken = await misjudged(planted, seed)
    claims.none('breaks that were not found as they are, and alone', broken.missed)
    claims.none('what a second pass changed', broken.changed)
    const clean = await suspected(uses, seed)
    claims.none('breaks of days on which nothing was wrong', clean.breaks)
    claims.none('days whose settlement is not what their gate let go', clean.otherwise)
    claims.none('what a second pass changed on days on which nothing was wrong', clean.changed)
    const tally = planted * BREAK_CLASSES.length
    return {
      line: `${tally} breaks of ${BREAK_CLASSES.length} classes in ${broken.ways} ways, ${broken.missed.length} misjudged; ${clean.uses} uses of ${clean.days} days, ${clean.breaks.length} suspected; a second pass changed ${broken.changed.length + clean.changed.length} (seed ${seed})`,
      claims: claims.all,
      figures: { planted: tally, ways: broken.ways, uses: clean.uses, days: clean.days },
    }
  },
}

async function misjudged(each: number, seed: number) {
  const cases = BREAK_CLASSES.flatMap(breakClass => {
    const all = casesOf(breakClass)
    return Array.from({ length: each }, (_, n) => all[n % all.length]!)
  })
  const found = { missed: [] as string[], changed: [] as string[], ways: new Set(cases).size }
  const batches = Array.from({ length: Math.ceil(cases.length / PLACES_A_SITE) }, (_, n) => n * PLACES_A_SITE)
  // Each case has its own chance: it is the same whatever is played beside it.
  const lane = async (): Promise<void> => {
    for (let from = batches.shift(); from !== undefined; from = batches.shift())
      await plantAll(cases.slice(from, from + PLACES_A_SITE), seed * SEEDS_APART + from, found)
  }
  await Promise.all(Array.from({ length: LANES }, lane))
  return found
}

async function plantAll(cases: readonly Case[], seed: number, all: { missed: string[]; changed: string[] }) {
  const site = await openSite()
  try {
    for (const [n, one] of cases.entries()) {
      const random = randomOf(seed + n)
      const found = await plant(site, n, one, random).catch(error => ({ missed: String(error), changed: [] }))
      const { breakClass, way, profile, moment } = one
      const about = `${breakClass} ${way.what} (${profile}, ${moment}): `
      if (found.missed !== undefined) all.missed.push(about + found.missed)
      all.changed.push(...found.changed.map(text => about + text))
    }
  } finally {
    await site.close()
  }
}

/** A day of a few people, and one thing wrong in it. */
async function plant(site: Site, nth: number, { breakClass, way, profile, moment }: Case, random: Random) {
  const place = await Place.found(site, `${nth}`, profile, FIRST_DAY, FEW_COUNTERS)
  place.opens(FIRST_DAY)
  const turns = new Set<number>()
  while (turns.size <= AROUND) turns.add(random(TURNS))
  const [first = 0, ...others] = turns
  // A plate may have one exemption a day, whichever hall of the city it is in.
  const visitor = (turn: number, letter?: string) => new Visit(place, nth * TURNS + turn, random, { turn, letter })
  for (const turn of others) peopleOf(profile)[random(peopleOf(profile).length)]!.play(visitor(turn))
  const visit = visitor(first, 'B')
  way.play(visit)
  if (way.isFiled) place.at(MOMENTS.final - 60, () => place.handInFile())
  await place.until(MOMENTS[moment])
  const books = await place.settle()
  const [expected, found] = [[`${breakClass} ${way.key(visit)}`], breaksOf(books.verdicts)]
  const missed = isDeepStrictEqual(found, expected) ? undefined : `expected ${expected}, found ${found.join(', ')}`
  return { missed, changed: await changedBy(place, books) }
}
type Random = (below: number) => number

/** @returns what is otherwise after another pass. */
async function changedBy(place: Place, { businessDay, verdicts, totals }: DayBooks): Promise<string[]> {
  const told = JSON.stringify([...place.lot.settlements.breaks, ...place.lot.settlements.days])
  const again = await place.settle(businessDay)
  const isToldOtherwise = told !== JSON.stringify([...place.lot.settlements.breaks, ...place.lot.settlements.days])
  return [
    ...(isDeepStrictEqual([verdicts, totals], [again.verdicts, again.totals]) ? [] : ['its verdicts or totals']),
    ...(isToldOtherwise ? ['what the car park’s stream was told'] : []),
  ]
}

async function suspected(usesMin: number, seed: number) {
  const found = { uses: 0, days: 0, breaks: [] as string[], otherwise: [] as string[], changed: [] as string[] }
  await Promise.all(PROFILES.map((profile, n) => cleanDays(profile, usesMin / PROFILES.length, seed + n, found)))
  return found
}

/** One day after another in one car park. */
async function cleanDays(profile: Profile, usesMin: number, seed: number, all: Found): Promise<void> {
  const site = await openSite()
  const people = Math.min(PEOPLE_A_DAY, Math.ceil(usesMin))
  try {
    const random = randomOf(seed)
    const place = await Place.found(site, profile, profile, FIRST_DAY, MANY_COUNTERS)
    let [day, uses] = [FIRST_DAY, 0]
    for (let first = 0; uses < usesMin; first += people) {
      place.opens(day)
      uses += await cleanDay(place, first, people, random, all)
      day = nextDay(day)
    }
    all.uses += uses
  } finally {
    await site.close()
  }
}

type Found = Awaited<ReturnType<typeof suspected>>

async function cleanDay(place: Place, first: number, tally: number, random: Random, found: Found): Promise<number> {
  const { profile } = place.gate
  const kinds = peopleOf(profile)
  for (let turn = 0; turn < tally; turn += 1)
    kinds[random(kinds.length)]!.play(new Visit(place, first + turn, random, { turn }))
  const isFiled = Number(place.day.at(-1)) % 3 > 0
  if (isFiled) place.at(MOMENTS.final - 60, () => place.handInFile())
  const about = `${profile} ${place.day}: `
  for (const moment of ['rolling', 'final'] as const) {
    await place.until(MOMENTS[moment])
    const books = await place.settle()
    found.breaks.push(...breaksOf(books.verdicts).map(text => `${about}${moment} ${text}`))
    found.changed.push(...(await changedBy(place, books)).map(text => about + text))
    if (moment === 'final') found.otherwise.push(...differenceTo(place, books).map(text => about + text))
  }
  const before = daysBefore(place.day, 1)
  if (place.lot.settlements.days.has(before)) {
    const [{ version }, books] = [place.lot.settlements.days.get(before)!, await place.settle(before)]
    found.breaks.push(...breaksOf(books.verdicts).map(text => `${about}the day after, ${text}`))
    if (place.lot.settlements.days.get(before)?.version !== version) found.changed.push(`${about}the day before`)
  }
  found.days += 1
  return place.lot.settlements.days.get(place.day)?.rowTally ?? 0
}

/** The gate's own sum of what it let go on keys that it took that day. */
function differenceTo({ gate, day }: Place, { totals }: DayBooks): string[] {
  const { grants, events } = gate.ledger
  const ofDay = events.flatMap(event =>
    event.type === 'ExemptionHonoured' && grants.get(event.grantKey)?.acceptedAt.startsWith(day) ? [event] : [],
  )
  const { count, minutes, amountFen } = totals.settled
  const waivedFen = sumFen(ofDay.map(({ feeWaivedFen }) => fen(feeWaivedFen)))
  const minutesThere = ofDay.reduce((sum, { minutesApplied }) => sum + minutesApplied, 0)
  const isSame = count === ofDay.length && minutes === minutesThere && amountFen === waivedFen
  return isSame ? [] : [`${count} uses, ${amountFen} fen here, ${ofDay.length}, ${waivedFen} there`]
}
